package org.postern.target.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.plan.Capabilities;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Proof;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** A mail server that reads its rules from files, as a target. */
public final class MailTarget implements Target {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  private final MailSystem system;
  private final MailFolder folder;
  private final ReadFiles files;
  private final Handover handover;
  private final ConfigurationWatch configuration;
  private final Optional<MailLog> log;

  /**
   * Creates a target.
   *
   * @param name the name of the target
   * @param log the log of the mail server
   */
  public MailTarget(
      String name, MailSystem system, MailServer server, MailPlace place, MailLog log) {
    this(name, system, server, place, Optional.of(log));
  }

  /** Makes a target of a system whose log does not tell whom rules refused. */
  public MailTarget(String name, MailSystem system, MailServer server, MailPlace place) {
    this(name, system, server, place, Optional.empty());
  }

  private MailTarget(
      String name, MailSystem system, MailServer server, MailPlace place, Optional<MailLog> log) {
    this.system = system;
    this.folder = new MailFolder(place.folder(), system::isOurs);
    this.files = new ReadFiles(system, folder);
    this.handover = new Handover(name, folder, server.consumer(), place);
    this.configuration = new ConfigurationWatch(server.configuration());
    this.log = log;
  }

  /**
   * The files as they were seen.
   *
   * @param known the contents of the files
   * @param present the names of the rules there, and those that the mail server's configuration
   *     names
   */
  private record Held(ReadFiles.Known known, MailFiles present) implements Observation.Layout {}

  @Override
  public Capabilities capabilities() {
    return system.capabilities();
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    try {
      ReadFiles.Known known = files.now();
      boolean again =
          last.layout() instanceof Held held && held.known().stamp().equals(known.stamp());
      return seen(known, again ? Proof.RECORDED : Proof.EXACT);
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  /** A log that cannot be read has counted nothing new; a query for refused peers reports why. */
  private Map<String, Observation.Counters> counters(Ruleset held) {
    if (log.isEmpty()) {
      return Map.of();
    }
    try {
      return log.get().counters(held);
    } catch (TargetException e) {
      return log.get().counted(held);
    }
  }

  private Observation seen(ReadFiles.Known known, Proof proof) throws IOException {
    Set<String> missing = new TreeSet<>(configuration.named());
    missing.removeAll(known.names());
    Map<String, String> present = new TreeMap<>();
    known.names().forEach(name -> present.put(name, ""));
    missing.forEach(name -> present.put(name, ""));
    return new Observation(
        known.ruleset(),
        new Held(known, MailFiles.of(present)),
        known.stamp(),
        counters(known.ruleset()),
        configuration.foreign(known.ruleset()),
        anomalies(known, missing),
        handover.answer(known.digest()).filter(Handover::isProof).isPresent()
            ? Proof.CONSUMER
            : proof);
  }

  /** Returns what has to be repaired; what an apply that was cut short has left is told as such. */
  private List<String> anomalies(ReadFiles.Known known, Set<String> missing) throws IOException {
    boolean isOwed = handover.isOwed();
    List<String> anomalies =
        new ArrayList<>(
            isOwed
                ? known.reading().anomalies("is written in part, or others have changed it")
                : known.reading().anomalies());
    missing.forEach(
        name -> anomalies.add(folder.file(name) + " is missing, and the mail server reads it"));
    anomalies.addAll(configuration.untaken());
    if (isOwed) {
      anomalies.add(
          "files in %s may have been written, and the mail server was not told of all of them"
              .formatted(folder.path()));
    }
    return anomalies;
  }

  @Override
  public Artifact compile(Plan plan) {
    MailFiles present =
        plan.before().layout() instanceof Held held ? held.present() : MailFiles.none();
    Transition transition = new Transition(system, present);
    List<WriteFile> steps =
        plan.isEmpty()
            ? List.of()
            : plan.before().anomalies().isEmpty()
                ? transition.between(plan.before().owned(), plan.after())
                : transition.anew(plan.after());
    return new Artifact(
        plan.before().precondition(),
        steps.isEmpty() || !plan.after().rules().isEmpty() ? List.of() : List.of(left()),
        steps,
        plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  private String left() {
    return "the files in %s stay and refuse nothing: a mail server refuses all mail where one is"
            .formatted(folder.path())
        + " missing. Before they are deleted, take out the lines that name them";
  }

  /** A change by another process since the observation is detected before anything is written. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    int done = 0;
    boolean isAnswered = true;
    long end = Handover.end();
    try {
      if (!folder.stamp().equals(artifact.precondition())) {
        return new Applied.Unchanged("the files in " + folder.path() + " were changed", true);
      }
      if (!artifact.steps().isEmpty()) {
        handover.owe();
      }
      for (Artifact.Step step : artifact.steps()) {
        WriteFile write = (WriteFile) step;
        if (done > 0 && isAnswered && system.isTakenEach()) {
          isAnswered = taken(false, end);
        }
        folder.write(write.name(), write.text());
        done++;
      }
      if (done > 0) {
        taken(true, end);
      }
      return new Applied.Done(Observation.nothing());
    } catch (IOException e) {
      if (done > 0) {
        return new Applied.Partial(done, TargetException.words(e));
      }
      throw failure(e, "cannot be written");
    }
  }

  /** Has the mail server take the files over; returns whether it has confirmed that. */
  private boolean taken(boolean last, long end) throws IOException {
    ReadFiles.Known known = files.now();
    handover.taken(known.digest(), known.ruleset(), last, end);
    return handover.answer(known.digest()).isPresent();
  }

  @Override
  public Facets facets() {
    Facets facets =
        Facets.NONE
            .withChangeToken(this::token)
            .withLookEvery(LOOK_EVERY)
            .withEffects(this::effects)
            .withHook(configuration::hook)
            .withSelfProof(this::prove);
    return log.map(one -> facets.withRefusedPeers(new Refused(one))).orElse(facets);
  }

  /** The refused peers in the log. */
  private final class Refused implements Facets.RefusedPeers {
    private final MailLog log;

    Refused(MailLog log) {
      this.log = log;
    }

    @Override
    public List<SeenPeer> read() throws TargetException {
      return log.read(held());
    }

    @Override
    public Map<String, Observation.Counters> counters() throws TargetException {
      return log.counters(held());
    }
  }

  private Ruleset held() throws TargetException {
    try {
      return files.now().ruleset();
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  private String token() throws TargetException {
    try {
      return folder.stamp() + configuration.token();
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  private List<Effect> effects(Ruleset ruleset) throws TargetException {
    try {
      List<Effect> found = new ArrayList<>(configuration.effects(ruleset));
      if (handover.isPossible() && found.stream().noneMatch(Effect::isNone)) {
        ReadFiles.Known known = files.now();
        if (known.ruleset().equals(ruleset)) {
          found.addAll(handover.effects(ruleset, handover.answer(known.digest())));
        }
      }
      hidden(ruleset).ifPresent(found::add);
      return found;
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  /** Detects that all strangers are one host of an inner network: something hides the senders. */
  private Optional<Effect> hidden(Ruleset ruleset) {
    if (log.isEmpty()) {
      return Optional.empty();
    }
    try {
      return HiddenSenders.in(log.get().read(ruleset))
          .filter(one -> ruleset.rule(one.rule()).isPresent());
    } catch (TargetException e) {
      return Optional.empty();
    }
  }

  private List<String> prove() throws TargetException {
    if (!handover.isPossible()) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "there is no %s on this host".formatted(system.capabilities().target()),
          "name where it is by the options of the target");
    }
    try {
      handover.begin();
      ReadFiles.Known known = files.now();
      return handover.prove(known.digest(), known.ruleset(), true).wrong();
    } catch (IOException e) {
      throw failure(e, "cannot be read");
    }
  }

  private TargetException failure(IOException e, String what) {
    return TargetException.of(e, folder.path() + " " + what, TargetException.Kind.TEMPORARY, "");
  }
}
