package org.postern.command.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Columns;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.outcome.DomainsDocument;
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
    List<DomainSetsDocument.One> sets = new ArrayList<>();
    for (DomainSetDefinition set : policy.domains()) {
      Optional<EffectiveDomains> found = subject.prepared().meaning().settled().domains(set.name());
      DomainSetsDocument.One document = document(set, found);
      add(set, document, found, columns);
      sets.add(document);
    }
    columns.addTo(reply);
    reply.document(new DomainSetsDocument(sets));
  }

  private void add(
      DomainSetDefinition set,
      DomainSetsDocument.One document,
      Optional<EffectiveDomains> found,
      Columns columns) {
    columns.add(
        Line.Style.PLAIN,
        set.name(),
        Counted.number(found.map(one -> one.since().size()).orElse(0)),
        Counted.number(found.map(one -> one.waiting().size()).orElse(0)),
        Counted.number(found.map(one -> one.leftOut().size()).orElse(0)));
    columns.below(Line.Style.ASIDE, "from " + sources(set));
    List<String> rules = document.rules();
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

  private DomainSetsDocument.One document(
      DomainSetDefinition set, Optional<EffectiveDomains> found) {
    return new DomainSetsDocument.One(
        found.map(DomainsDocument::of),
        set.name(),
        set.span().position(),
        set.sources().stream().map(DomainSource::id).toList(),
        set.filtered(),
        set.subdomains(),
        set.never(),
        DomainSetsDocument.Guard.of(set.guard()),
        rules(set),
        facts.held(set.name()).stream().map(PendingChange::digest).toList());
  }
}
