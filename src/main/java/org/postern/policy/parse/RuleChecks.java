package org.postern.policy.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.Hook;
import org.postern.policy.Rule;

/** What can be wrong between rules, and between rules and sets. */
final class RuleChecks {
  private final Scope scope;
  private final List<RuleReader.Draft> drafts;
  private final SetChecks sets;

  RuleChecks(Scope scope, List<RuleReader.Draft> drafts, SetChecks sets) {
    this.scope = scope;
    this.drafts = drafts;
    this.sets = sets;
  }

  void run() {
    checkNames();
    drafts.forEach(
        draft -> draft.accepted().forEach(name -> sets.defined(name.text(), name.span())));
    List<Rule> rules =
        drafts.stream().map(RuleReader.Draft::rule).flatMap(Optional::stream).toList();
    checkOverlaps(rules);
    rules.forEach(this::checkNever);
    checkUse();
  }

  private void checkNames() {
    Map<String, Span> seen = new HashMap<>();
    for (RuleReader.Draft draft : drafts) {
      Span first = draft.name().isEmpty() ? null : seen.putIfAbsent(draft.name(), draft.span());
      if (first != null) {
        scope.add(
            Code.RULE_TWICE,
            draft.span(),
            "rule %s is here for the second time; first at %s"
                .formatted(Words.quoted(draft.name()), first.position()),
            "rename one of the two");
      }
    }
  }

  /** What is wrong elsewhere may be the use that is missed here. */
  private void checkUse() {
    Set<String> accepted = new HashSet<>();
    drafts.forEach(draft -> draft.accepted().forEach(name -> accepted.add(name.text())));
    if (!drafts.isEmpty() && scope.errors() == 0) {
      sets.checkUse(scope.source().name(), accepted);
    }
  }

  /** Rules with the same port only can meet, so the others are never compared. */
  private void checkOverlaps(List<Rule> rules) {
    Map<Integer, List<Rule>> byPort = new HashMap<>();
    for (Rule rule : rules) {
      List<Rule> before = byPort.computeIfAbsent(rule.port(), _ -> new ArrayList<>());
      before.stream()
          .filter(other -> overlap(other, rule))
          .findFirst()
          .ifPresent(other -> addOverlap(other, rule));
      before.add(rule);
    }
  }

  private static boolean overlap(Rule one, Rule two) {
    Set<Hook> hooks = new HashSet<>(one.hooks());
    hooks.retainAll(two.hooks());
    return !hooks.isEmpty()
        && (one.interfaces().isEmpty()
            || two.interfaces().isEmpty()
            || !Collections.disjoint(one.interfaces(), two.interfaces()))
        && (one.servers().isEmpty()
            || two.servers().isEmpty()
            || one.servers().get().intersects(two.servers().get()));
  }

  private void addOverlap(Rule first, Rule second) {
    scope.add(
        Code.RULES_OVERLAP,
        second.span(),
        "rules %s (%s) and %s could judge the same packet: both cover tcp/%d"
            .formatted(
                Words.quoted(first.name()),
                first.span().position(),
                Words.quoted(second.name()),
                second.port()),
        "make one rule of them, or separate them by hook, in or to");
  }

  private void checkNever(Rule rule) {
    if (rule.never().isEmpty() || !(rule.accept() instanceof Rule.Accept.Sets accept)) {
      return;
    }
    AddressSet.Builder builder = AddressSet.builder();
    for (String name : accept.names()) {
      Optional<AddressSet> members = sets.members(name);
      if (members.isEmpty()) {
        return;
      }
      builder.add(members.get());
    }
    if (builder.build().subtract(Literals.union(rule.never())).isEmpty()) {
      scope.add(
          Code.NEVER_COVERS_ALL,
          rule.never().getFirst().span(),
          "never takes out all that rule %s accepts".formatted(Words.quoted(rule.name())),
          "narrow it, or write accept: none");
    }
  }
}
