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
 * A policy with everything known about it before a target is observed.
 *
 * @param policy the parsed policy
 * @param lock the lockfile that the answers were read from; empty when the sources were queried
 * @param answers the answers of its sources
 * @param resolved the answers beside the last good ones
 * @param memory the state that earlier runs stored
 * @param orders the orders of an administrator, such as to open a rule for a while
 * @param meaning the rules that policy and answers compile to, and why some are missing
 * @param notes the notes that the user should know, such as that state could not be read
 * @param projection the part of the rules that one target holds; empty when no target is chosen
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

  /** Creates a value for which no target is chosen. */
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

  /** Returns a copy for one target. */
  public Prepared projected(Projection own) {
    return new Prepared(
        policy, lock, answers, resolved, memory, orders, meaning, notes, Optional.of(own));
  }

  /** Returns the rules that the chosen target is to hold; all rules when no target is chosen. */
  public Ruleset held() {
    return projection.map(Projection::held).orElseGet(this::wanted);
  }

  /**
   * Returns the rules that targets are to hold now: the compiled rules, of which those that an
   * order opens refuse no peer.
   */
  public Ruleset wanted() {
    return Openings.applied(meaning.ruleset(), orders);
  }

  /**
   * Returns a copy with the answers of another, and with these rules: what targets are to hold
   * while the rules of the other cannot be enforced yet.
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

  /** Returns a copy without rules, for a target that the policy no longer names. */
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

  /** Returns a copy that has this ruleset, and for which no target is chosen. */
  public Prepared withRuleset(Ruleset ruleset) {
    Meaning other = new Meaning(meaning.settled(), meaning.sets(), ruleset, meaning.obstacles());
    return new Prepared(policy, lock, answers, resolved, memory, orders, other, notes);
  }

  /** Returns a copy whose state is these last good answers, and nothing else. */
  public Prepared remembering(List<LastGood> before) {
    RunState known = RunState.empty().withGuards(GuardMemory.empty().withLastGood(before));
    return new Prepared(policy, lock, answers, resolved, known, orders, meaning, notes, projection);
  }

  /** Returns a copy with further notes. */
  public Prepared noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Prepared(policy, lock, answers, resolved, memory, orders, meaning, all, projection);
  }

  /** Returns what is stored of it as the contents of a generation. */
  public Contents contents() {
    return new Contents(Accepted.texts(policy), lock, meaning.ruleset());
  }

  /**
   * Returns a generation as if its policy had just been compiled to its ruleset; it has no answers.
   */
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

  /** Returns a ruleset without a policy, answers or state. */
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

  /**
   * Returns the kind of the target with this name. A target that the policy does not name has the
   * name of its kind.
   */
  public String kind(String target) {
    return policy.targets().stream()
        .filter(one -> one.name().equals(target))
        .findFirst()
        .map(TargetBinding::kind)
        .orElse(target);
  }

  /** Returns a policy without sets, rules and targets. */
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
