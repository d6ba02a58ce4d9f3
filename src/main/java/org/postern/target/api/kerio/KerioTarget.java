package org.postern.target.api.kerio;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Counted;
import org.postern.host.JsonTree;
import org.postern.plan.Capabilities;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.HookLines;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** A group of IP addresses of Kerio Connect. */
final class KerioTarget implements Target {
  /** The time between looks: each is a login, which the server writes down. */
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private static final String LEFT =
      "the group stays, open to all: a service that asks a group which is gone may let in no peer."
          + " Before it is deleted, choose no group in the service";

  private final KerioOptions options;
  private final Session.Opener sessions;

  KerioTarget(KerioOptions options, Session.Opener sessions) {
    this.options = options;
    this.sessions = sessions;
  }

  @Override
  public Capabilities capabilities() {
    return KerioKind.CAPABILITIES;
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    try (Session session = sessions.open()) {
      Contents contents = Contents.read(session, options.group());
      Reading reading = Reading.of(contents, options.target());
      return new Observation(
          reading.ruleset(),
          contents,
          contents.fingerprint(),
          Map.of(),
          Reading.foreign(contents, options.target(), options.group(), reading.ruleset()),
          reading.anomalies(),
          Proof.EXACT);
    }
  }

  @Override
  public Artifact compile(Plan plan) {
    Observation before = plan.before();
    Contents present = before.layout() instanceof Contents contents ? contents : Contents.none();
    List<KerioStep> steps =
        plan.isEmpty()
            ? List.of()
            : new Transition(options.target(), options.group(), present).to(plan.after());
    return new Artifact(
        before.precondition(),
        steps.isEmpty() || !plan.after().rules().isEmpty() ? List.of() : List.of(LEFT),
        steps,
        before.leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  /** Tells why the next step is not taken; what was done so far lets in all who have to be. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    Stopped(String message) {
      super(message);
    }
  }

  /** A change by another process since the observation is detected before anything is written. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    int done = 0;
    boolean begun = false;
    try (Session session = sessions.open()) {
      Contents now = Contents.read(session, options.group());
      if (!now.fingerprint().equals(artifact.precondition())) {
        return new Applied.Unchanged("group %s was changed".formatted(options.group()), true);
      }
      Map<EntryValue, String> created = new HashMap<>();
      for (Artifact.Step step : artifact.steps()) {
        begun = true;
        boolean more =
            done + 1 < artifact.steps().size()
                && artifact.steps().get(done + 1) instanceof KerioStep.Create;
        now =
            switch ((KerioStep) step) {
              case KerioStep.Create create -> {
                created.putAll(create.entries());
                yield create(session, now, create, more ? Map.of() : created);
              }
              case KerioStep.Remove remove -> remove(session, now, remove);
            };
        done++;
      }
      return new Applied.Done(Observation.nothing());
    } catch (Stopped e) {
      return new Applied.Partial(done, String.valueOf(e.getMessage()));
    } catch (TargetException e) {
      if (begun) {
        return new Applied.Partial(done, e.sentence());
      }
      throw e;
    }
  }

  /**
   * A batch may be taken in part: what is there counts, and not what the server says of it. All is
   * read again where something is wrong, where the group came to be, and before the next step is
   * another.
   *
   * @param due all that has to be there now; empty where more is created first
   */
  private Contents create(
      Session session, Contents before, KerioStep.Create step, Map<EntryValue, String> due)
      throws TargetException, Stopped {
    JsonTree result = session.call("IpAddressGroups.create", step.parameters(before.groupId()));
    List<String> errors = session.errors(result);
    if (due.isEmpty() && errors.isEmpty() && !before.groupId().isEmpty()) {
      return before;
    }
    Set<EntryValue> wanted = due.isEmpty() ? step.entries().keySet() : due.keySet();
    Contents after = Contents.read(session, options.group());
    Set<EntryValue> there = new HashSet<>();
    after.entries().stream().filter(GroupEntry::enabled).forEach(one -> there.add(one.value()));
    long missing = wanted.stream().filter(one -> !there.contains(one)).count();
    if (missing > 0) {
      throw new Stopped(
          "%s of %d %s not taken%s"
              .formatted(
                  missing, wanted.size(), Counted.one(missing, "was", "were"), words(errors)));
    }
    return after;
  }

  private static String words(List<String> errors) {
    return errors.isEmpty() ? "" : ": " + String.join("; ", errors.stream().limit(5).toList());
  }

  /** Removes entries; what others have changed since is detected before a peer is shut out. */
  private Contents remove(Session session, Contents before, KerioStep.Remove step)
      throws TargetException, Stopped {
    Predicate<GroupEntry> goes = entry -> step.ids().contains(entry.id()) && isOurs(entry);
    AddressSet left = before.lettingIn(goes.negate());
    if (!left.containsAll(step.kept())) {
      throw new Stopped("others have taken entries out: nothing more is removed");
    }
    Set<String> ids = new HashSet<>();
    before.entries().stream().filter(goes).forEach(entry -> ids.add(entry.id()));
    List<String> errors =
        session.errors(session.call("IpAddressGroups.remove", KerioStep.Remove.parameters(ids)));
    Contents after = Contents.read(session, options.group());
    long still = after.entries().stream().filter(entry -> ids.contains(entry.id())).count();
    if (still > 0) {
      throw new Stopped(
          "%d of %d %s not removed%s"
              .formatted(still, ids.size(), Counted.one(still, "was", "were"), words(errors)));
    }
    return after;
  }

  private boolean isOurs(GroupEntry entry) {
    return entry.mark(options.target()).isPresent();
  }

  @Override
  public Facets facets() {
    return Facets.NONE.withLookEvery(LOOK_EVERY).withEffects(this::effects).withHook(this::hook);
  }

  private List<Effect> effects(Ruleset ruleset) throws TargetException {
    try (Session session = sessions.open()) {
      return Services.read(session).effects(ruleset, options);
    }
  }

  private HookLines hook(Ruleset ruleset) throws TargetException {
    try (Session session = sessions.open()) {
      return Services.read(session).hook(options);
    }
  }
}
