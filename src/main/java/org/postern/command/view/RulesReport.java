package org.postern.command.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.command.Ages;
import org.postern.command.Columns;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Obstacle;
import org.postern.plan.Peers;
import org.postern.policy.LiteralSource;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;
import org.postern.state.Orders;

/** Shows the rules of a subject. */
final class RulesReport {
  /** The most elements of a list that are named; more are counted. */
  private static final int NAMED = 8;

  private final Subject subject;
  private final List<Map<String, Observation.Counters>> counters;

  /**
   * Creates the report of a subject.
   *
   * @param counters the counters of each target that holds it
   */
  RulesReport(Subject subject, List<Map<String, Observation.Counters>> counters) {
    this.subject = subject;
    this.counters = counters;
  }

  void add(Reply.Builder reply) {
    Columns columns = Columns.of("RULE", "PORT", ">IPv4 PREFIXES", ">IPv6 PREFIXES", "OTHERWISE");
    List<RulesDocument.Rule> rules = new ArrayList<>();
    for (Rule rule : subject.prepared().policy().rules()) {
      Optional<AccessRule> filter = subject.prepared().wanted().rule(rule.name());
      RulesDocument.Rule document = document(rule, filter);
      add(rule, filter, document, columns);
      rules.add(document);
    }
    if (rules.isEmpty()) {
      reply.line(Line.Style.ASIDE, "the policy has no rule");
    } else {
      columns.addTo(reply);
    }
    reply.document(new RulesDocument(rules));
  }

  private void add(
      Rule rule, Optional<AccessRule> filter, RulesDocument.Rule document, Columns columns) {
    columns.add(
        Line.Style.PLAIN,
        rule.name(),
        rule.scope().portWords(),
        size(filter, Family.IP),
        size(filter, Family.IP6),
        rule.otherwise().map(Refusal::text).orElse("-"));
    columns.below(Line.Style.ASIDE, "on " + rule.scope().where(NAMED));
    columns.below(Line.Style.ASIDE, "accepts " + accepts(rule));
    counted(document).ifPresent(text -> columns.below(Line.Style.ASIDE, text));
    opening(filter).ifPresent(text -> columns.below(Line.Style.CAUTION, text));
    document.obstacle().ifPresent(why -> columns.below(Line.Style.BAD, "not loaded: " + why));
    settings(rule).ifPresent(text -> columns.below(Line.Style.ASIDE, text));
  }

  private static String size(Optional<AccessRule> filter, Family family) {
    return filter
        .map(
            rule ->
                switch (rule.peers()) {
                  case Peers.Any _ -> "any";
                  case Peers.Only only -> Counted.number(only.addresses().prefixCount(family));
                })
        .orElse("-");
  }

  private static Optional<String> counted(RulesDocument.Rule rule) {
    if (rule.refused().isEmpty()) {
      return Optional.empty();
    }
    String accepted =
        rule.accepted().isPresent()
            ? Counted.number(rule.accepted().getAsLong()) + " accepted, "
            : "";
    boolean refuses = rule.otherwise().filter(Refusal::refuses).isPresent();
    return Optional.of(
        "%s%s %s"
            .formatted(
                accepted,
                Counted.number(rule.refused().getAsLong()),
                refuses ? "refused" : "observed"));
  }

  private static String listed(List<String> words) {
    String shown = words.stream().limit(NAMED).collect(Collectors.joining(", "));
    return words.size() > NAMED ? shown + " and %d more".formatted(words.size() - NAMED) : shown;
  }

  private static String accepts(Rule rule) {
    String accepted =
        switch (rule.accept()) {
          case Rule.Accept.Any _ -> "any";
          case Rule.Accept.None _ -> "none";
          case Rule.Accept.Sets sets -> listed(sets.names());
        };
    return rule.never().isEmpty()
        ? accepted
        : accepted + ", never " + listed(rule.never().stream().map(LiteralSource::text).toList());
  }

  private Optional<Observation.Counters> counted(Rule rule) {
    List<Observation.Counters> all =
        counters.stream()
            .map(one -> Optional.ofNullable(one.get(rule.name())))
            .flatMap(Optional::stream)
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Observation.Counters(
                all.stream().mapToLong(Observation.Counters::accepted).sum(),
                all.stream().mapToLong(Observation.Counters::refused).sum()));
  }

  private Optional<String> opening(Optional<AccessRule> filter) {
    return filter
        .filter(rule -> rule.isOpen(subject.now()))
        .map(
            rule ->
                "open for %s more: it refuses no peer%s"
                    .formatted(
                        Ages.between(subject.now(), rule.openUntil().orElseThrow()),
                        given(rule.name())));
  }

  private String given(String rule) {
    return subject.prepared().orders().openings().stream()
        .filter(one -> one.isFor(rule))
        .map(Orders.Opening::given)
        .map(one -> " (%s%s)".formatted(one.who(), one.why().isEmpty() ? "" : ": " + one.why()))
        .findFirst()
        .orElse("");
  }

  private Optional<String> obstacle(Rule rule) {
    return subject.prepared().meaning().obstacles().stream()
        .filter(one -> one.rule().equals(rule.name()))
        .map(Obstacle::why)
        .findFirst();
  }

  private static Optional<String> settings(Rule rule) {
    List<String> words = new ArrayList<>();
    if (rule.packets().filter(one -> one.running() == Rule.Running.CUT).isPresent()) {
      words.add("cuts running connections");
    }
    if (rule.unknown() == Rule.Unknown.CLOSED) {
      words.add("closed while its sets are unknown");
    }
    if (rule.opens()) {
      words.add("opens the port");
    }
    rule.log()
        .ifPresent(rate -> words.add("logs %d a %s".formatted(rate.count(), rate.unit().text())));
    rule.review().ifPresent(day -> words.add("to be reviewed on " + day));
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  private RulesDocument.Rule document(Rule rule, Optional<AccessRule> filter) {
    Optional<Observation.Counters> counted = counted(rule);
    return new RulesDocument.Rule(
        rule.name(),
        rule.span().position(),
        ScopeDocument.of(rule.scope()),
        switch (rule.accept()) {
          case Rule.Accept.Any _ -> "any";
          case Rule.Accept.None _ -> "none";
          case Rule.Accept.Sets sets -> sets.names();
        },
        rule.never().stream().map(LiteralSource::text).toList(),
        rule.otherwise(),
        filter.isPresent(),
        filter
            .map(one -> one.peers().asSet())
            .map(
                peers ->
                    new RulesDocument.Sizes(
                        peers.prefixCount(Family.IP), peers.prefixCount(Family.IP6))),
        filter.flatMap(AccessRule::openUntil),
        sum(counted.filter(_ -> rule.packets().isPresent()).map(Observation.Counters::accepted)),
        sum(counted.map(Observation.Counters::refused)),
        obstacle(rule),
        rule.review());
  }

  private static OptionalLong sum(Optional<Long> sum) {
    return sum.map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
