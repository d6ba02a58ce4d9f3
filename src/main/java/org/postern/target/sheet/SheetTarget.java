package org.postern.target.sheet;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.ByHand;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * A target that a person changes by hand from a sheet: it counts as holding what was attested last.
 */
final class SheetTarget implements Target {
  private final SheetOptions options;
  private final SheetFolder folder;

  SheetTarget(SheetOptions options) {
    this.options = options;
    this.folder = new SheetFolder(options.folder());
  }

  @Override
  public Capabilities capabilities() {
    return options.system().capabilities();
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    Records records = records();
    Optional<ByHand.Waiting> waiting =
        records.handed().map(task -> new ByHand.Waiting(task.digest(), folder.files(task)));
    return new Observation(
            records.held(),
            records,
            records.digest(),
            Map.of(),
            List.of(),
            waiting
                .map(sheet -> "sheet %s is handed on and not attested".formatted(sheet.digest()))
                .stream()
                .toList(),
            records.attested().isPresent() ? Proof.ATTESTED : Proof.EXACT)
        .byHand(new ByHand(records.attested().map(Records.Attested::by), waiting));
  }

  private Records records() throws TargetException {
    try {
      return folder.read();
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  /** Uses the sheet that waits, as long as it asks for the ruleset of the plan. */
  @Override
  public Artifact compile(Plan plan) {
    Observation before = plan.before();
    List<SheetStep> steps = List.of();
    if (!plan.isEmpty()) {
      Records records = before.layout() instanceof Records found ? found : Records.none();
      Task task =
          records
              .handed()
              .map(one -> one.after().equals(plan.after()) ? one : one.then(plan.after()))
              .orElseGet(() -> Task.from(options.name(), options.system(), records, plan.after()));
      steps = List.of(new SheetStep(task));
    }
    return new Artifact(
        before.precondition(),
        steps.isEmpty()
            ? List.of()
            : List.of("nothing is changed before a person carries the sheet out and attests it"),
        steps,
        steps.stream().flatMap(step -> step.rendered().stream().skip(1)).toList(),
        before.leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  /** A change by another process since the observation is detected before anything is written. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    try {
      if (!folder.read().digest().equals(artifact.precondition())) {
        return new Applied.Unchanged("the sheets in " + folder.path() + " have changed", true);
      }
      for (Artifact.Step step : artifact.steps()) {
        SheetStep sheet = (SheetStep) step;
        boolean anew = folder.hand(sheet);
        return new Applied.Handed(sheet.task().digest(), folder.files(sheet.task()), anew);
      }
      return new Applied.Done(Observation.nothing());
    } catch (IOException e) {
      throw failure(e, "cannot be written");
    }
  }

  @Override
  public Facets facets() {
    return Facets.NONE.withChangeToken(this::token).withAttesting(this::attest);
  }

  private String token() throws TargetException {
    try {
      return folder.stamp();
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  private ByHand.Attested attest(String digest, String by, Instant at) throws TargetException {
    Records records = records();
    Optional<ByHand.Attested> done =
        records.attested().map(Records.Attested::by).filter(one -> one.digest().equals(digest));
    if (done.isPresent() && records.handed().isEmpty()) {
      return done.get();
    }
    Task task = records.handed().orElseThrow(() -> none(records, digest));
    if (!task.digest().equals(digest)) {
      throw new TargetException(
          TargetException.Kind.UNKNOWN,
          "sheet %s of %s is not the one that waits".formatted(shown(digest), options.name()),
          "that is %s: carry out %s, then postern attest %s %s"
              .formatted(
                  task.digest(), folder.files(task).getFirst(), options.name(), task.digest()));
    }
    ByHand.Attested attested = new ByHand.Attested(digest, by, at);
    try {
      folder.keep(task, attested);
    } catch (IOException e) {
      throw failure(e, "cannot be written");
    }
    return attested;
  }

  private TargetException none(Records records, String digest) {
    return new TargetException(
        TargetException.Kind.UNKNOWN,
        "no sheet of %s waits, so that %s cannot be attested"
            .formatted(options.name(), shown(digest)),
        records
            .attested()
            .map(one -> "attested is " + one.by().text())
            .orElse("postern apply writes one"));
  }

  private static String shown(String digest) {
    return digest.matches("[0-9A-Za-z]{1,64}") ? digest : "of that name";
  }

  private TargetException failure(IOException e, String what) {
    return TargetException.of(
        e,
        folder.path() + " " + what,
        TargetException.Kind.UNAVAILABLE,
        "mend or delete that file; without its record everything has to be attested anew");
  }
}
