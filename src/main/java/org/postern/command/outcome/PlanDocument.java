package org.postern.command.outcome;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.daemon.status.TargetDocument;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Peers;
import org.postern.plan.Plan;
import org.postern.plan.Reason;
import org.postern.plan.Reasoned;
import org.postern.plan.tree.ChangeDocument;
import org.postern.plan.tree.PrefixTexts;

/**
 * A plan and what else was seen on the target, as a document for programs. There may be hundreds of
 * thousands of prefixes, whose texts are made when they are asked for.
 *
 * @param changes all differences, with the reasons where they are known
 * @param fading the prefixes that are accepted for a while after no source names them
 * @param foreign what rules of others do to the same openings
 * @param effects what others leave of what rules let through
 * @param counters the counters of the rules, by name
 * @param fragments the number of packets that were refused because they hid which rule judges them
 */
public record PlanDocument(
    List<ChangeDocument> changes,
    List<Fading> fading,
    List<Observation.Foreign> foreign,
    List<TargetDocument.Remainder> effects,
    Map<String, Observation.Counters> counters,
    long fragments) {

  /** The prefixes of a rule that are accepted for a while after no source names them. */
  public record Fading(String rule, List<String> prefixes) {}

  static PlanDocument of(Plan plan, Reasoned reasoned) {
    Observation before = plan.before();
    return new PlanDocument(
        plan.changes().stream().map(change -> change(change, reasoned)).toList(),
        fading(reasoned),
        before.foreign(),
        remainders(before.effects()),
        new TreeMap<>(before.counters()),
        before.fragments());
  }

  /** Returns a copy with the effects of others on a later state. */
  PlanDocument leaving(List<Effect> later) {
    return new PlanDocument(changes, fading, foreign, remainders(later), counters, fragments);
  }

  private static List<TargetDocument.Remainder> remainders(List<Effect> effects) {
    return effects.stream()
        .map(
            one ->
                new TargetDocument.Remainder(
                    one.rule(), one.kind(), one.where(), one.why(), one.remedies()))
        .toList();
  }

  private static ChangeDocument change(Change change, Reasoned reasoned) {
    return switch (change) {
      case Change.RuleAdded(AccessRule rule) ->
          new ChangeDocument.RuleAdded(
              rule.name(),
              Optional.of(PlanReport.describe(rule)),
              rule.peers() instanceof Peers.Only only
                  ? Optional.of(new PrefixTexts(only.addresses()))
                  : Optional.empty(),
              groups(rule.name(), reasoned));
      case Change.PeersChanged one ->
          new ChangeDocument.PeersChanged(one, groups(one.rule(), reasoned));
      case Change.RuleRemoved _, Change.RuleChanged _, Change.Repair _ -> ChangeDocument.of(change);
    };
  }

  private static Optional<List<ChangeDocument.Group>> groups(String rule, Reasoned reasoned) {
    return reasoned
        .rule(rule)
        .map(
            one ->
                one.groups().stream()
                    .filter(group -> group.reason().effect() != Reason.Effect.KEEPS)
                    .map(PlanDocument::group)
                    .toList());
  }

  private static ChangeDocument.Group group(Reasoned.Group group) {
    Optional<List<String>> texts = Optional.of(new PrefixTexts(group.peers()));
    boolean adds = group.reason().effect() == Reason.Effect.ADDS;
    return new ChangeDocument.Group(
        group.reason().text(), adds ? texts : Optional.empty(), adds ? Optional.empty() : texts);
  }

  private static List<Fading> fading(Reasoned reasoned) {
    return reasoned.rules().stream()
        .flatMap(
            one ->
                one.groups().stream()
                    .filter(group -> group.reason().effect() == Reason.Effect.KEEPS)
                    .map(group -> new Fading(one.rule().name(), new PrefixTexts(group.peers()))))
        .toList();
  }
}
