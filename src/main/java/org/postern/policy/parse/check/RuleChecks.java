package org.postern.policy.parse.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Span;
import org.postern.policy.LiteralSource;
import org.postern.policy.Rule;
import org.postern.policy.parse.read.RuleReader;
import org.postern.policy.parse.text.Scope;
import org.postern.policy.parse.text.Words;

/** Checks rules against each other, and against sets. */
public final class RuleChecks {
  private final Scope scope;
  private final List<RuleReader.Draft> drafts;
  private final SetChecks sets;
  private final DomainSetChecks domains;

  public RuleChecks(
      Scope scope, List<RuleReader.Draft> drafts, SetChecks sets, DomainSetChecks domains) {
    this.domains = domains;
    this.scope = scope;
    this.drafts = drafts;
    this.sets = sets;
  }

  public void run() {
    checkNames();
    drafts.forEach(
        draft -> draft.accepted().forEach(name -> sets.defined(name.text(), name.span())));
    drafts.forEach(
        draft -> draft.recipients().forEach(name -> domains.defined(name.text(), name.span())));
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

  /**
   * Checks that sets are used, if nothing is wrong elsewhere: that may be the use which is missed
   * here.
   */
  private void checkUse() {
    Set<String> accepted = new HashSet<>();
    drafts.forEach(draft -> draft.accepted().forEach(name -> accepted.add(name.text())));
    if (!drafts.isEmpty() && scope.errors() == 0) {
      sets.checkUse(scope.source().name(), accepted);
      Set<String> judged = new HashSet<>();
      drafts.forEach(draft -> draft.recipients().forEach(name -> judged.add(name.text())));
      domains.checkUse(scope.source().name(), judged);
    }
  }

  /**
   * Reports rules that overlap. Rules for one port each can meet only if it is the same, so the
   * others are never compared.
   */
  private void checkOverlaps(List<Rule> rules) {
    Map<Integer, List<Rule>> byPort = new HashMap<>();
    List<Rule> wide = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      OptionalInt port =
          rule.packets().map(packets -> packets.ports().single()).orElse(OptionalInt.empty());
      List<Rule> alike =
          port.isPresent() ? byPort.computeIfAbsent(port.getAsInt(), _ -> new ArrayList<>()) : wide;
      Stream<Rule> before =
          port.isPresent()
              ? Stream.concat(alike.stream(), wide.stream())
              : rules.subList(0, i).stream();
      before
          .filter(other -> other.scope().mayOverlap(rule.scope()))
          .findFirst()
          .ifPresent(other -> addOverlap(other, rule));
      alike.add(rule);
    }
  }

  private void addOverlap(Rule first, Rule second) {
    boolean mail = first.packets().isEmpty();
    scope.add(
        Code.RULES_OVERLAP,
        second.span(),
        "rules %s (%s) and %s could judge the same %s"
            .formatted(
                Words.quoted(first.name()),
                first.span().position(),
                Words.quoted(second.name()),
                mail ? "mail" : "packet: both cover " + common(first, second)),
        mail
            ? "make one rule of them, or separate them by for or port"
            : "make one rule of them, or separate them by hook, in or to");
  }

  private static String common(Rule first, Rule second) {
    return first.packets().orElseThrow().ports().common(second.packets().orElseThrow().ports());
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
    if (builder.build().subtract(LiteralSource.union(rule.never())).isEmpty()) {
      scope.add(
          Code.NEVER_COVERS_ALL,
          rule.never().getFirst().span(),
          "never takes out all that rule %s accepts".formatted(Words.quoted(rule.name())),
          "narrow it, or write accept: none");
    }
  }
}
