package org.postern.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.diagnostic.Report;
import org.postern.host.Progress;
import org.postern.pipeline.ask.Asked;
import org.postern.pipeline.ask.LockAsker;
import org.postern.pipeline.ask.Memories;
import org.postern.pipeline.ask.Questions;
import org.postern.pipeline.check.OrderNotes;
import org.postern.pipeline.check.Planning;
import org.postern.pipeline.check.PolicyCheck;
import org.postern.pipeline.run.EachTarget;
import org.postern.pipeline.run.Enforcement;
import org.postern.pipeline.run.Ledger;
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
import org.postern.source.Question;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.state.StateLock;
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
  private final Parts parts;
  private final Targets targets;

  public Pipeline(Parts parts) {
    this.parts = parts;
    this.targets = parts.targets();
  }

  /** What it is made of. */
  public Parts parts() {
    return parts;
  }

  /**
   * Parses and validates, list files included, and says what a plan would say; without the network
   * and without rights.
   *
   * @return empty when the report has errors
   */
  public Optional<Checked> check(Request request, Report report) {
    return new PolicyCheck(parts, targets).check(request, report);
  }

  /**
   * Everything up to the ruleset: parse, ask, settle, build. Reads the state where it may.
   *
   * @return empty when the report has errors
   */
  public Optional<Prepared> prepare(Request request, Report report) throws IOException {
    Optional<Asked> asked = ask(request, report);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    List<String> notes = new ArrayList<>();
    RunState memory = Memories.readIfAllowed(parts.store(), notes);
    Orders orders = Recall.orders(parts.store(), notes).at(parts.clock().instant());
    notes.addAll(OrderNotes.of(orders));
    return Optional.of(settled(asked.get(), memory, orders.applied(), request, notes));
  }

  /**
   * What a lockfile holds.
   *
   * @param answers of sources of addresses
   * @param domains what was heard of mail domains
   */
  public record ToLock(Map<Question, Answer> answers, HeardDomains domains) {}

  /** What a lockfile holds, asked anew; empty when the report has errors. */
  public Optional<ToLock> toLock(Request request, Report report) {
    Optional<Policy> policy = parts.files().parse(request.policy(), report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    Map<Question, Answer> answers = new LinkedHashMap<>(parts.asker().ask(policy.get(), report));
    answers.keySet().removeAll(parts.literals().ask(policy.get(), report).keySet());
    HeardDomains domains = parts.domains().ask(policy.get(), HeardDomains.nothing(), report);
    return report.hasErrors() ? Optional.empty() : Optional.of(new ToLock(answers, domains));
  }

  /** What a policy means with these answers, nothing remembered and nothing held. */
  public Prepared unguarded(Policy policy, Map<Question, Answer> answers, HeardDomains domains) {
    return settled(
        new Asked(
            policy.unguarded(),
            Optional.empty(),
            Heard.at(parts.clock().instant(), answers),
            domains),
        RunState.empty(),
        Orders.none(),
        Request.of(Path.of(policy.file())),
        new ArrayList<>());
  }

  /** The steps from nothing, as one would load them on an empty host. */
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
                parts.clock().instant());
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

  /** The difference between what is meant and what each target holds. Writes nothing. */
  public List<Outcome> plan(Request request) throws IOException {
    Report report = new Report();
    Optional<Prepared> prepared = prepare(request, report);
    if (prepared.isEmpty()) {
      return List.of(new Outcome.Rejected(report));
    }
    try (Progress.Work _ = parts.progress().begin(Progress.Task.whole("planning"))) {
      Planning planning = new Planning(parts, prepared.get());
      Optional<Safeguards> safeguards = Optional.of(safeguards(prepared.get(), request));
      Optional<String> choice = targets.choice(prepared.get().policy(), request);
      List<Outcome> outcomes =
          planning.plan(targets.names(prepared.get().policy(), request), safeguards, choice);
      return noting(outcomes, rulesets(prepared.get()));
    }
  }

  /** Which rulesets come with this version as other texts than those that were accepted. */
  private List<String> rulesets(Prepared prepared) throws IOException {
    if (prepared.policy().texts().stream().noneMatch(PolicyText::isShipped)) {
      return List.of();
    }
    Optional<Generation> inForce =
        Recall.inForce(parts.store(), prepared.memory(), new ArrayList<>());
    Optional<Contents> accepted =
        inForce.isPresent()
            ? Recall.contents(parts.store(), inForce.get(), new ArrayList<>())
            : Optional.empty();
    return accepted.map(Contents::texts).orElse(List.of()).stream()
        .filter(text -> text.isShipped() && ShippedRuleset.isOther(text))
        .map(text -> text.name() + " is another text than the one that was accepted")
        .toList();
  }

  /** Brings each target to what the policy says, or explains why not. */
  public List<Outcome> apply(Request request) throws IOException {
    Report report = new Report();
    Optional<Asked> asked = ask(request, report);
    if (asked.isEmpty()) {
      return List.of(new Outcome.Rejected(report));
    }
    List<String> names = targets.names(asked.get().policy(), request);
    Optional<Safeguards> ahead = askedAhead(asked.get(), names, request);
    try (Progress.Work _ = parts.progress().begin(Progress.Task.whole("applying"));
        StateLock lock = parts.store().lock()) {
      Prepared prepared = toApply(asked.get(), names, request);
      Ledger ledger = new Ledger(parts, lock, prepared);
      return new Enforcement(parts)
          .run(
              prepared,
              names,
              Occasion.applied(request),
              ledger,
              Optional.of(ahead.orElseGet(() -> safeguards(prepared, request))));
    }
  }

  /**
   * What {@link #apply} would do: every stage, guard and safeguard of it, on targets that are only
   * looked at. Nothing is written.
   */
  public List<Outcome> dryRun(Request request) throws IOException {
    Report report = new Report();
    Optional<Asked> asked = ask(request, report);
    if (asked.isEmpty()) {
      return List.of(new Outcome.Rejected(report));
    }
    List<String> names = targets.names(asked.get().policy(), request);
    try (Progress.Work _ = parts.progress().begin(Progress.Task.whole("planning"))) {
      Prepared prepared = toApply(asked.get(), names, request);
      List<Outcome> outcomes =
          new Planning(parts, prepared).dryRun(names, Optional.of(safeguards(prepared, request)));
      boolean applies = outcomes.stream().allMatch(Outcome.Planned.class::isInstance);
      return applies ? noting(outcomes, generation(prepared, names, request)) : outcomes;
    }
  }

  private static List<Outcome> noting(List<Outcome> outcomes, List<String> notes) {
    List<Outcome> noting = new ArrayList<>(outcomes);
    if (!noting.isEmpty() && noting.getFirst() instanceof Outcome.Planned first) {
      noting.set(0, first.noting(notes));
    }
    return noting;
  }

  /** Which generation an apply would make, in words; it may do so where no target differs. */
  private List<String> generation(Prepared prepared, List<String> names, Request request)
      throws IOException {
    Occasion occasion = Occasion.applied(request);
    Optional<Generation> inForce =
        Recall.inForce(parts.store(), prepared.memory(), new ArrayList<>());
    boolean same = Ledger.isInForce(parts.store(), inForce, prepared, names, occasion);
    return same
        ? List.of()
        : List.of("apply would accept this policy as generation " + Ledger.next(parts.store()));
  }

  /** The answers settled with what is remembered; the orders that an apply ends are ended. */
  private Prepared toApply(Asked asked, List<String> names, Request request) throws IOException {
    List<String> notes = new ArrayList<>();
    RunState memory = Recall.memory(parts.store(), notes);
    Orders orders = Recall.orders(parts.store(), notes).at(parts.clock().instant());
    notes.addAll(OrderNotes.of(orders));
    if (!isUsed(names, memory)) {
      targets.choice(asked.policy(), request).ifPresent(notes::add);
    }
    return settled(asked, memory, orders.applied(), request, notes);
  }

  /** What needs the network is done before the state is held. */
  private Optional<Safeguards> askedAhead(Asked asked, List<String> names, Request request)
      throws IOException {
    if (asked.policy().protects().domains().isEmpty()) {
      return Optional.empty();
    }
    List<String> notes = new ArrayList<>();
    RunState memory = Memories.readIfAllowed(parts.store(), notes);
    Orders orders = Recall.orders(parts.store(), notes);
    Prepared prepared = settled(asked, memory, orders.applied(), request, notes);
    Safeguards safeguards = safeguards(prepared, request);
    EachTarget<Observation> seen =
        EachTarget.of(names, name -> targets.bound(name, prepared.policy()).observe());
    for (Map.Entry<String, Observation> one : seen.done().entrySet()) {
      safeguards.askAhead(prepared, one.getKey(), one.getValue());
    }
    return Optional.of(safeguards);
  }

  /** Whether what is in force has the same targets, so that nothing is to be said of them. */
  private boolean isUsed(List<String> names, RunState memory) throws IOException {
    return Recall.inForce(parts.store(), memory, new ArrayList<>())
        .filter(one -> one.targetNames().equals(names))
        .isPresent();
  }

  /** The answers of the sources of an accepted policy that are asked for. */
  public Map<Question, Answer> ask(Accepted accepted, Set<Question> questions, Report report) {
    Optional<PolicyText> lock = accepted.contents().lock();
    Asker asker =
        lock.<Asker>map(text -> new LockAsker(text, accepted.policy(), parts.literals()))
            .orElse(parts.asker());
    return asker.ask(Questions.only(questions, accepted.policy()), report);
  }

  /**
   * What there is to hear of the mail domains of an accepted policy.
   *
   * @param before what was heard last
   */
  public HeardDomains domains(Accepted accepted, HeardDomains before, Report report) {
    return accepted
        .contents()
        .lock()
        .map(lock -> LockAsker.domains(lock, accepted.policy(), parts.clock().instant(), report))
        .orElseGet(() -> parts.domains().ask(accepted.policy(), before, report));
  }

  /**
   * What each target of a run is to hold of what was prepared, without looking at any.
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

  /** This process lasts: a change of a target that takes long is made, and not waited for. */
  public void lasts() {
    targets.last();
  }

  /** A target as a policy binds it. */
  public BoundedTarget target(String name, Prepared prepared) throws TargetException {
    return targets.bound(name, prepared.policy());
  }

  private Prepared settled(
      Asked asked, RunState memory, Orders orders, Request request, List<String> notes) {
    return asked.settle(parts.clock().instant(), memory, orders, request, notes);
  }

  /** Nothing is asked for a target that does not exist. */
  private Optional<Asked> ask(Request request, Report report) throws TargetException {
    Optional<Policy> policy = parts.files().parse(request.policy(), report);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    targets.requireKnown(request.target(), policy.get());
    Optional<PolicyText> lock =
        request
            .lock()
            .or(() -> PolicyFiles.lockOf(request.policy()))
            .flatMap(file -> parts.files().lockfile(file, report));
    Asker asker =
        lock.<Asker>map(text -> new LockAsker(text, policy.get(), parts.literals()))
            .orElse(parts.asker());
    Map<Question, Answer> answers =
        report.hasErrors() ? Map.of() : watched(asker).ask(policy.get(), report);
    return report.hasErrors() ? Optional.empty() : asked(policy.get(), lock, answers, report);
  }

  private Optional<Asked> asked(
      Policy policy, Optional<PolicyText> lock, Map<Question, Answer> answers, Report report) {
    HeardDomains domains =
        lock.isPresent()
            ? LockAsker.domains(lock.get(), policy, parts.clock().instant(), report)
            : parts.domains().ask(policy, HeardDomains.nothing(), report);
    return report.hasErrors()
        ? Optional.empty()
        : Optional.of(new Asked(policy, lock, Heard.at(parts.clock().instant(), answers), domains));
  }

  private Asker watched(Asker asker) {
    return (policy, report) -> {
      try (Progress.Work _ = parts.progress().begin(Progress.Task.whole("asking the sources"))) {
        return asker.ask(policy, report);
      }
    };
  }

  private Safeguards safeguards(Prepared prepared, Request request) {
    return new Safeguards(parts, prepared.policy(), request.consent(), prepared.memory());
  }
}
