package org.postern.command.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Columns;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.DomainsReport;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;

/** Shows the sets of mail domains of a subject. */
final class DomainSetsReport {
  private final Subject subject;
  private final SetFacts facts;
  private final Policy policy;

  DomainSetsReport(Subject subject, SetFacts facts) {
    this.subject = subject;
    this.facts = facts;
    this.policy = subject.prepared().policy();
  }

  void add(Reply.Builder reply) {
    if (policy.domains().isEmpty()) {
      return;
    }
    Columns columns = Columns.of("DOMAINS", ">IN FORCE", ">WAITING", ">NOT TAKEN");
    List<Map<String, Object>> trees = new ArrayList<>();
    for (DomainSetDefinition set : policy.domains()) {
      Optional<EffectiveDomains> found = subject.prepared().meaning().settled().domains(set.name());
      add(set, found, columns);
      trees.add(tree(set, found));
    }
    columns.addTo(reply);
    reply.put("domains", trees);
  }

  private void add(DomainSetDefinition set, Optional<EffectiveDomains> found, Columns columns) {
    columns.add(
        Line.Style.PLAIN,
        set.name(),
        Counted.number(found.map(one -> one.since().size()).orElse(0)),
        Counted.number(found.map(one -> one.waiting().size()).orElse(0)),
        Counted.number(found.map(one -> one.leftOut().size()).orElse(0)));
    columns.below(Line.Style.ASIDE, "from " + sources(set));
    List<String> rules = rules(set);
    columns.below(
        rules.isEmpty() ? Line.Style.CAUTION : Line.Style.ASIDE,
        rules.isEmpty() ? "nothing uses it" : "for rule " + String.join(", ", rules));
    if (set.filtered()) {
      columns.below(Line.Style.ASIDE, "those whose MX all are the filter's");
    }
    facts.held(set.name()).forEach(one -> columns.below(Line.Style.CAUTION, SetsReport.held(one)));
    found
        .map(EffectiveDomains::failures)
        .orElse(List.of())
        .forEach(one -> columns.below(Line.Style.CAUTION, one.sentence(set.name())));
  }

  private static String sources(DomainSetDefinition set) {
    long names = set.sources().stream().filter(DomainSource.Name.class::isInstance).count();
    List<String> words = new ArrayList<>();
    if (names > 0) {
      words.add(Counted.grouped(names, "literal"));
    }
    set.sources().stream()
        .filter(DomainSource.ListFile.class::isInstance)
        .map(DomainSource::id)
        .forEach(words::add);
    return String.join(", ", words);
  }

  private List<String> rules(DomainSetDefinition set) {
    return policy.rules().stream()
        .filter(
            rule ->
                rule.scope() instanceof RuleScope.Mail mail
                    && mail.recipients().contains(set.name()))
        .map(Rule::name)
        .toList();
  }

  private Map<String, Object> tree(DomainSetDefinition set, Optional<EffectiveDomains> found) {
    Map<String, Object> tree =
        found.map(DomainsReport::tree).orElseGet(() -> new LinkedHashMap<>());
    tree.put("set", set.name());
    tree.put("line", set.span().position());
    tree.put("sources", set.sources().stream().map(DomainSource::id).toList());
    tree.put("filtered", set.filtered());
    tree.put("subdomains", set.subdomains());
    tree.put("never", set.never());
    tree.put("guard", Map.of("shrink", set.guard().shrink(), "grow", set.guard().grow()));
    tree.put("rules", rules(set));
    tree.put("held", facts.held(set.name()).stream().map(PendingChange::digest).toList());
    return tree;
  }
}
