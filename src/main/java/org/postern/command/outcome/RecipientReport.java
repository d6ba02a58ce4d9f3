package org.postern.command.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.command.Line;
import org.postern.command.Listing;
import org.postern.command.Reply;
import org.postern.pipeline.Prepared;
import org.postern.plan.AccessRule;
import org.postern.plan.Change;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.Plan;
import org.postern.plan.RecipientChange;
import org.postern.plan.Recipients;
import org.postern.plan.Scope;
import org.postern.plan.memory.DomainMemory;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.RuleScope;

/** Tells which domains join and leave rules of mail, each with the reason. */
final class RecipientReport {
  private final Prepared prepared;

  private RecipientReport(Prepared prepared) {
    this.prepared = prepared;
  }

  /** Adds the domains for people; returns them for programs. */
  static List<RecipientsDocument> add(
      Plan plan, Prepared prepared, Listing listing, Reply.Builder reply) {
    RecipientReport report = new RecipientReport(prepared);
    List<RecipientsDocument> documents = new ArrayList<>();
    for (Change change : plan.changes()) {
      changed(change)
          .filter(one -> !one.what().isEmpty())
          .ifPresent(one -> documents.add(report.document(one)));
    }
    documents.forEach(one -> lines(one, listing, reply));
    return documents;
  }

  private record OfRule(String rule, RecipientChange what) {}

  private static Optional<OfRule> changed(Change change) {
    Recipients none = Recipients.of(List.of());
    return switch (change) {
      case Change.RuleAdded one ->
          recipients(one.rule())
              .map(all -> new OfRule(one.rule().name(), RecipientChange.between(none, all)));
      case Change.RuleRemoved one ->
          recipients(one.rule())
              .map(all -> new OfRule(one.rule().name(), RecipientChange.between(all, none)));
      case Change.RuleChanged one ->
          Optional.of(
              new OfRule(
                  one.after().name(),
                  RecipientChange.between(
                      recipients(one.before()).orElse(none),
                      recipients(one.after()).orElse(none))));
      case Change.PeersChanged _, Change.Repair _ -> Optional.empty();
    };
  }

  private static Optional<Recipients> recipients(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Packets _ -> Optional.empty();
      case Scope.Mail mail -> Optional.of(mail.recipients());
    };
  }

  private RecipientsDocument document(OfRule one) {
    List<EffectiveDomains> sets = sets(one.rule());
    return new RecipientsDocument(
        one.rule(),
        one.what().joined().stream()
            .map(domain -> new RecipientsDocument.Member(domain, joins(domain, sets)))
            .toList(),
        one.what().left().stream()
            .map(domain -> new RecipientsDocument.Member(domain, leaves(domain, sets)))
            .toList());
  }

  private static void lines(RecipientsDocument one, Listing listing, Reply.Builder reply) {
    reply.line(Line.Style.HEADING, "rule " + one.rule() + ", domains:");
    list("+", Line.Style.ADDED, one.joined(), listing, reply);
    list("-", Line.Style.REMOVED, one.left(), listing, reply);
  }

  private static void list(
      String mark,
      Line.Style style,
      List<RecipientsDocument.Member> domains,
      Listing listing,
      Reply.Builder reply) {
    domains.stream()
        .limit(listing.most())
        .forEach(
            one -> reply.line(style, "    %s %s  %s".formatted(mark, one.domain(), one.why())));
    if (domains.size() > listing.most()) {
      reply.line(
          Line.Style.ASIDE,
          "      and %d more (-v lists all)".formatted(domains.size() - listing.most()));
    }
  }

  private List<EffectiveDomains> sets(String rule) {
    return prepared.policy().rule(rule).stream()
        .filter(one -> one.scope() instanceof RuleScope.Mail)
        .flatMap(one -> ((RuleScope.Mail) one.scope()).recipients().stream())
        .flatMap(name -> prepared.meaning().settled().domains(name).stream())
        .toList();
  }

  private String joins(String domain, List<EffectiveDomains> sets) {
    for (EffectiveDomains set : sets) {
      if (set.since().containsKey(domain)) {
        boolean filtered =
            prepared
                .policy()
                .domainSet(set.set())
                .filter(DomainSetDefinition::filtered)
                .isPresent();
        return named(domain, set) + (filtered ? ", its MX all are the filter's" : "");
      }
    }
    return "";
  }

  /** Returns the first source that names a domain. */
  private String named(String domain, EffectiveDomains set) {
    DomainMemory memory = prepared.meaning().settled().memory().domains();
    for (DomainSource source :
        prepared
            .policy()
            .domainSet(set.set())
            .map(DomainSetDefinition::sources)
            .orElse(List.of())) {
      boolean names =
          switch (source) {
            case DomainSource.Name name -> name.domain().equals(domain);
            case DomainSource.ListFile list ->
                memory.list(list.id()).filter(good -> good.names().contains(domain)).isPresent();
          };
      if (names) {
        return switch (source) {
          case DomainSource.Name name -> "written at " + name.span().position();
          case DomainSource.ListFile list -> "named by " + list.id();
        };
      }
    }
    return set.unlisted().contains(domain) ? "no longer named, held by a guard" : "";
  }

  private String leaves(String domain, List<EffectiveDomains> sets) {
    for (EffectiveDomains set : sets) {
      Optional<DomainSetDefinition> definition = prepared.policy().domainSet(set.set());
      if (set.unseen().containsKey(domain)) {
        return "not rejected for before " + set.unseen().get(domain);
      }
      if (set.waiting().containsKey(domain)) {
        return "another MX of it may be cached until " + set.waiting().get(domain);
      }
      if (set.leftOut().containsKey(domain)) {
        return String.valueOf(set.leftOut().get(domain));
      }
      if (definition.filter(one -> one.excludes(domain)).isPresent()) {
        return "never in " + set.set();
      }
    }
    return "no source names it any more";
  }
}
