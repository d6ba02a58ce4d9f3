package org.postern.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.diagnostic.Report;
import org.postern.host.InvokerConnections;
import org.postern.host.Progress;
import org.postern.pipeline.ask.Asked;
import org.postern.pipeline.ask.PolicyAsker;
import org.postern.pipeline.ask.SourceAsker;
import org.postern.pipeline.ask.ToLock;
import org.postern.pipeline.check.PlanNotes;
import org.postern.pipeline.check.Planning;
import org.postern.pipeline.check.PolicyCheck;
import org.postern.pipeline.recover.Administration;
import org.postern.pipeline.recover.ClockShift;
import org.postern.pipeline.recover.Closing;
import org.postern.pipeline.recover.Recovery;
import org.postern.pipeline.run.Approving;
import org.postern.pipeline.run.Attestation;
import org.postern.pipeline.run.Drift;
import org.postern.pipeline.run.Enforcement;
import org.postern.pipeline.run.Ledger;
import org.postern.pipeline.run.MailWatch;
import org.postern.pipeline.run.Preparation;
import org.postern.pipeline.run.Refresh;
import org.postern.pipeline.run.Restoration;
import org.postern.pipeline.safe.Safeguards;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.source.Answer;
import org.postern.source.Heard;
import org.postern.source.HeardDomains;
import org.postern.source.PeerNames;
import org.postern.source.Question;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;
import org.postern.target.Projection;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * The whole program in one place: policy text, sets, ruleset, plan, artifact, target, proof.
 *
 * <pre>
 * parse ─► ask ─► settle behind guards ─► build rules ─► observe ─► plan ─► apply ─► observe, prove
 * </pre>
 */
public final class Pipeline {
  private final PolicyFiles files;
  private final PolicyAsker asker;
  private final StateStore store;
  private final Targets targets;
  private final Surroundings surroundings;
  private final Actor actor;
  private final Progress progress;
  private final Enforcement enforcement;
  private final Restoration restoration;
  private final Preparation preparation;

  /**
   * Creates a pipeline over one state.
   *
   * @param files reads policies
   * @param sources ask what sources publish
   * @param store the state
   * @param targets the known kinds of targets, and the targets that are open
   * @param surroundings the host that is protected
   * @param actor signs what is changed
   * @param progress is told of work that takes long
   */
  public Pipeline(
      PolicyFiles files,
      SourceAsker sources,
      StateStore store,
      Targets targets,
      Surroundings surroundings,
      Actor actor,
      Progress progress) {
    this.files = files;
    this.store = store;
    this.targets = targets;
    this.surroundings = surroundings;
    this.actor = actor;
    this.progress = progress;
    DomainAsker domains = new DomainAsker(surroundings.mail(), actor.clock());
    this.asker = new PolicyAsker(sources, domains, actor.clock(), progress);
    this.enforcement = new Enforcement(store, targets, actor);
    this.restoration = new Restoration(files, store, targets, actor, enforcement);
    this.preparation = new Preparation(store, targets, surroundings, actor);
  }

  /** Returns a copy that reads policies elsewhere. */
  public Pipeline withFiles(PolicyFiles other) {
    return new Pipeline(other, asker.sources(), store, targets, surroundings, actor, progress);
  }

  /**
   * Returns a copy for a user who is at another process.
   *
   * @param caller the user, in words
   * @param sent the policies that came with the request
   * @param came the connections by which the user came to this host
   * @param naming wraps what finds the names of peers
   */
  public Pipeline forCaller(
      String caller,
      PolicyFiles sent,
      InvokerConnections.Finder came,
      UnaryOperator<PeerNames> naming) {
    return new Pipeline(
        sent,
        asker.sources(),
        store,
        targets,
        surroundings.invokedBy(came).withNames(naming),
        actor.named(caller),
        progress);
  }

  /**
   * Parses and validates, list files included, and says what a plan would say; without the network
   * and without rights.
   *
   * @return empty when the report has errors
   */
  public Optional<Checked> check(Request request, Report report) {
    return new PolicyCheck(files, asker, store, targets, actor.clock()).check(request, report);
  }

  /**
   * Does everything up to the ruleset: parse, ask, settle, build. Reads the state where it may.
   *
   * @return empty when the report has errors
   */
  public Optional<Prepared> prepare(Request request, Report report) throws IOException {
    Optional<Asked> asked = ask(request, report);
    return asked.isPresent()
        ? Optional.of(preparation.toShow(asked.get(), request))
        : Optional.empty();
  }

  /** Asks anew everything that a lockfile holds; empty when the report has errors. */
  public Optional<ToLock> toLock(Request request, Report report) {
    return files.parse(request.policy(), report).flatMap(policy -> asker.toLock(policy, report));
  }

  /** Returns what a policy means with these answers, nothing remembered and nothing held. */
  public Prepared unguarded(Policy policy, Map<Question, Answer> answers, HeardDomains domains) {
    return new Asked(policy.unguarded(), Optional.empty(), Heard.at(actor.now(), answers), domains)
        .settle(
            actor.now(),
            RunState.empty(),
            Orders.none(),
            Request.of(Path.of(policy.file())),
            new ArrayList<>());
  }

  /** Returns the steps from nothing, as one would load them on an empty host. */
  public Outcome compile(Request request) throws IOException {
    Report report = new Report();
    Optional<Prepared> prepared = prepare(request, report);
    if (prepared.isEmpty()) {
      return new Outcome.Rejected(report);
    }
    String name = targets.names(prepared.get().policy(), request).getFirst();
    BoundedTarget bound = targets.bound(name, prepared.get().policy(), request.options());
    Target target =
        bound
            .kind()
            .portable(
                bound.binding(),
                prepared.get().policy(),
                prepared.get().meaning().settled(),
                actor.now());
    Projection projection =
        new Projections(targets)
            .of(bound, prepared.get().policy(), prepared.get().meaning().ruleset());
    Prepared own = prepared.get().projected(projection);
    List<Obstacle> obstacles = Enforcement.obstacles(own, bound);
    if (!obstacles.isEmpty()) {
      return new Outcome.Refused(prepared.get(), obstacles);
    }
    Plan plan = Plan.between(Observation.nothing(), own.held());
    return Outcome.Planned.fromNothing(own, name, plan, target.compile(plan));
  }

  /** Plans the difference between what is meant and what each target holds. Writes nothing. */
  public List<Outcome> plan(Request request) throws IOException {
    Report report = new Report();
    Optional<Prepared> prepared = prepare(request, report);
    if (prepared.isEmpty()) {
      return List.of(new Outcome.Rejected(report));
    }
    try (Progress.Work _ = progress.begin(Progress.Task.whole("planning"))) {
      Optional<Safeguards> safeguards =
          Optional.of(preparation.safeguards(prepared.get(), request));
      Optional<String> choice = targets.choice(prepared.get().policy(), request);
      List<String> names = targets.names(prepared.get().policy(), request);
      List<Outcome> outcomes = planning().plan(prepared.get(), names, safeguards, choice);
      return new PlanNotes(store, prepared.get()).ofRulesets(outcomes);
    }
  }

  /** Brings each target to what the policy says, or explains why not. */
  public List<Outcome> apply(Request request) throws IOException {
    Report report = new Report();
    Optional<Asked> asked = ask(request, report);
    if (asked.isEmpty()) {
      return List.of(new Outcome.Rejected(report));
    }
    List<String> names = targets.names(asked.get().policy(), request);
    Optional<Safeguards> ahead = preparation.askedAhead(asked.get(), names, request);
    try (Progress.Work _ = progress.begin(Progress.Task.whole("applying"));
        StateLock lock = store.lock()) {
      Prepared prepared = preparation.toApply(asked.get(), names, request);
      Ledger ledger = enforcement.ledger(lock, prepared);
      return enforcement.run(
          prepared,
          names,
          Occasion.applied(request),
          ledger,
          Optional.of(ahead.orElseGet(() -> preparation.safeguards(prepared, request))));
    }
  }

  /**
   * Does what {@link #apply} would do: every stage, guard and safeguard of it, on targets that are
   * only looked at. Nothing is written.
   */
  public List<Outcome> dryRun(Request request) throws IOException {
    Report report = new Report();
    Optional<Asked> asked = ask(request, report);
    if (asked.isEmpty()) {
      return List.of(new Outcome.Rejected(report));
    }
    List<String> names = targets.names(asked.get().policy(), request);
    try (Progress.Work _ = progress.begin(Progress.Task.whole("planning"))) {
      Prepared prepared = preparation.toApply(asked.get(), names, request);
      List<Outcome> outcomes =
          planning()
              .dryRun(prepared, names, Optional.of(preparation.safeguards(prepared, request)));
      return new PlanNotes(store, prepared).ofGeneration(outcomes, names, request);
    }
  }

  /**
   * Returns what each target of a run is to hold of what was prepared, without looking at any.
   *
   * @return rulesets by the names of targets
   */
  public Map<String, Ruleset> shares(Prepared prepared, Request request) throws TargetException {
    Map<String, Ruleset> shares = new LinkedHashMap<>();
    for (String name : targets.names(prepared.policy(), request)) {
      shares.put(name, new Projections(targets).on(name, prepared).held());
    }
    return shares;
  }

  /**
   * Tells that this process lasts: a change of a target that takes long is made, and not waited
   * for.
   */
  public void lasts() {
    targets.last();
  }

  /** Returns a target as a policy binds it. */
  public BoundedTarget target(String name, Prepared prepared) throws TargetException {
    return targets.bound(name, prepared.policy());
  }

  /** Asks the sources; nothing is asked for a target that does not exist. */
  private Optional<Asked> ask(Request request, Report report) throws TargetException {
    Optional<Policy> policy = files.parse(request.policy(), report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    targets.requireKnown(request.target(), policy.get());
    Optional<PolicyText> lock =
        request
            .lock()
            .or(() -> PolicyFiles.lockOf(request.policy()))
            .flatMap(file -> files.lockfile(file, report));
    return asker.ask(policy.get(), lock, report);
  }

  /** Returns what reads policies. */
  public PolicyFiles files() {
    return files;
  }

  /** Returns what asks sources and mail domains. */
  public PolicyAsker asker() {
    return asker;
  }

  /** Returns the state. */
  public StateStore store() {
    return store;
  }

  /** Returns the known kinds of targets, and what is open of them. */
  public Targets targets() {
    return targets;
  }

  /** Returns the host that is protected. */
  public Surroundings surroundings() {
    return surroundings;
  }

  /** Returns who signs what is changed, and the clock. */
  public Actor actor() {
    return actor;
  }

  /** Returns what tells how targets differ from what is to be in force. */
  public Drift drift() {
    return restoration.drift();
  }

  /** Returns the way back to what was in force. */
  public Restoration restoration() {
    return restoration;
  }

  /** Returns what applies newer answers of the accepted policy. */
  public Refresh refresh() {
    return new Refresh(store, actor.clock(), enforcement);
  }

  /** Returns what begins after a run that may have ended anywhere. */
  public Recovery recovery() {
    return new Recovery(store, targets, actor.clock(), enforcement, restoration);
  }

  /** Returns what carries out orders of an administrator. */
  public Administration administration() {
    return new Administration(store, targets, actor, enforcement, restoration);
  }

  /** Returns what closes openings whose time is over. */
  public Closing closing() {
    return new Closing(store, actor.clock(), administration());
  }

  /**
   * Returns what moves the dates of the state when the clock is set; nothing is to be moved yet.
   */
  public ClockShift clockShift() {
    return new ClockShift(store, actor.clock());
  }

  /** Returns what approves held changes. */
  public Approving approving() {
    return new Approving(store, actor, restoration);
  }

  /** Returns what keeps that a person has carried out a sheet. */
  public Attestation attestation() {
    return new Attestation(store, targets, actor, restoration);
  }

  /** Returns what looks where the mail of protected domains goes. */
  public MailWatch mailWatch() {
    return new MailWatch(store, surroundings, actor.clock(), restoration);
  }

  /** Returns what plans without changing anything. */
  public Planning planning() {
    return new Planning(store, targets, surroundings, actor.clock());
  }
}
