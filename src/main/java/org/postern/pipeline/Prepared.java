package org.postern.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Span;
import org.postern.plan.Meaning;
import org.postern.plan.Ruleset;
import org.postern.plan.Settled;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.ProtectSpec;
import org.postern.policy.ResolveSettings;
import org.postern.policy.TargetBinding;
import org.postern.source.Heard;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;
import org.postern.state.Contents;
import org.postern.state.Generation;
import org.postern.state.Orders;
import org.postern.state.RunState;
import org.postern.target.Projection;

/**
 * A policy with everything known about it before a target is looked at.
 *
 * @param policy what was parsed
 * @param lock the lockfile that the answers are from; empty when the sources were asked
 * @param answers what its sources said
 * @param resolved the answers beside the last good ones
 * @param memory what earlier runs left
 * @param orders what an administrator ordered
 * @param meaning what it all amounts to
 * @param notes what the user should know: state that could not be read, and the like
 * @param projection what one target holds of it; empty where it is not about one
 */
public record Prepared(
    Policy policy,
    Optional<PolicyText> lock,
    Map<Question, Heard> answers,
    ResolvedSets resolved,
    RunState memory,
    Orders orders,
    Meaning meaning,
    List<String> notes,
    Optional<Projection> projection) {
  public Prepared {
    answers = Map.copyOf(answers);
    notes = List.copyOf(notes);
  }

  /** What is not about one target. */
  public Prepared(
      Policy policy,
      Optional<PolicyText> lock,
      Map<Question, Heard> answers,
      ResolvedSets resolved,
      RunState memory,
      Orders orders,
      Meaning meaning,
      List<String> notes) {
    this(policy, lock, answers, resolved, memory, orders, meaning, notes, Optional.empty());
  }

  /** Returns a copy that is about one target. */
  public Prepared projected(Projection own) {
    return new Prepared(
        policy, lock, answers, resolved, memory, orders, meaning, notes, Optional.of(own));
  }

  /** What the target that it is about is to hold; all of it where it is about none. */
  public Ruleset held() {
    return projection.map(Projection::held).orElseGet(this::wanted);
  }

  /** What targets are to hold now: what is meant, with the rules open that were ordered open. */
  public Ruleset wanted() {
    return Openings.applied(meaning.ruleset(), orders);
  }

  /**
   * Returns a copy with the answers of another, and with these rules: what targets are to hold
   * while the other cannot come into force.
   */
  public Prepared heard(Prepared newer, Ruleset rules) {
    Meaning wider =
        new Meaning(
            newer.meaning().settled(), newer.meaning().sets(), rules, newer.meaning().obstacles());
    return new Prepared(
        policy,
        lock,
        newer.answers(),
        newer.resolved(),
        newer.memory(),
        orders,
        wider,
        newer.notes());
  }

  /** Returns a copy with nothing to hold: for a target that is left. */
  public Prepared leaving(Generation.TargetUse use) {
    Meaning nothing =
        new Meaning(meaning.settled(), List.of(), Ruleset.empty(), meaning.obstacles());
    return new Prepared(
        policy.withTargets(List.of(binding(use))),
        lock,
        answers,
        resolved,
        memory,
        orders,
        nothing,
        List.of());
  }

  /** Returns a copy that means this ruleset. */
  public Prepared withRuleset(Ruleset ruleset) {
    Meaning other = new Meaning(meaning.settled(), meaning.sets(), ruleset, meaning.obstacles());
    return new Prepared(policy, lock, answers, resolved, memory, orders, other, notes);
  }

  /** Returns a copy that remembers these answers of before, and nothing else. */
  public Prepared remembering(List<LastGood> before) {
    RunState known = RunState.empty().withGuards(GuardMemory.empty().withLastGood(before));
    return new Prepared(policy, lock, answers, resolved, known, orders, meaning, notes, projection);
  }

  /** The same with more to know. */
  public Prepared noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Prepared(policy, lock, answers, resolved, memory, orders, meaning, all, projection);
  }

  /** What a generation of it consists of. */
  public Contents contents() {
    return new Contents(Accepted.texts(policy), lock, meaning.ruleset());
  }

  /** A generation as if its policy had just been settled to it. */
  public static Prepared of(
      Generation generation, Contents contents, RunState memory, Orders orders) {
    Policy policy =
        policy(
            generation.policy(),
            generation.targets().stream().map(Prepared::binding).toList(),
            contents.texts());
    return new Prepared(
        policy,
        contents.lock(),
        Map.of(),
        new ResolvedSets(generation.at(), List.of()),
        memory,
        orders,
        meaning(contents.ruleset(), memory.guards()),
        List.of());
  }

  /** Rules of which nothing else is known. */
  public static Prepared of(String name, Ruleset ruleset, Instant at) {
    return new Prepared(
        policy(name, List.of(), List.of()),
        Optional.empty(),
        Map.of(),
        new ResolvedSets(at, List.of()),
        RunState.empty(),
        Orders.none(),
        meaning(ruleset, GuardMemory.empty()),
        List.of());
  }

  private static TargetBinding binding(Generation.TargetUse use) {
    return new TargetBinding(use.kind(), use.name(), Span.wholeFile(""), use.options());
  }

  /** What kind of target is called so; one that the policy does not name is called by its kind. */
  public String kind(String target) {
    return policy.targets().stream()
        .filter(one -> one.name().equals(target))
        .findFirst()
        .map(TargetBinding::kind)
        .orElse(target);
  }

  /** A policy that says nothing and binds nothing. */
  public static Policy noPolicy() {
    return policy("", List.of(), List.of());
  }

  private static Policy policy(String name, List<TargetBinding> targets, List<PolicyText> texts) {
    return new Policy(
        name,
        List.of(),
        List.of(),
        List.of(),
        ProtectSpec.NONE,
        ResolveSettings.DEFAULT,
        targets,
        texts);
  }

  private static Meaning meaning(Ruleset ruleset, GuardMemory memory) {
    Settled settled = Settled.of(memory.withPending(List.of()));
    return new Meaning(settled, List.of(), ruleset, List.of());
  }
}
