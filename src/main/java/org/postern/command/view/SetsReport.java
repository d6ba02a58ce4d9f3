package org.postern.command.view;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.command.Ages;
import org.postern.command.Columns;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveSet;
import org.postern.plan.WidenedWords;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.policy.WidenSpec;

/** Shows the sets of a subject. */
final class SetsReport {
  /** The most sources of a set that are named; more are counted. */
  private static final int NAMED = 6;

  private final Subject subject;
  private final SetFacts facts;

  SetsReport(Subject subject) {
    this.subject = subject;
    this.facts = new SetFacts(subject);
  }

  void add(Reply.Builder reply) {
    Columns columns = Columns.of("SET", ">IPv4 PREFIXES", ">IPv6 PREFIXES");
    List<SetsDocument.One> sets = new ArrayList<>();
    for (SetDefinition set : subject.prepared().policy().sets()) {
      SetsDocument.One document = facts.of(set);
      add(set, document, columns);
      sets.add(document);
    }
    if (sets.isEmpty()) {
      reply.line(Line.Style.ASIDE, "the policy defines no set");
    } else {
      columns.addTo(reply);
    }
    reply.document(new SetsDocument(sets));
    new DomainSetsReport(subject, facts).add(reply);
  }

  private void add(SetDefinition set, SetsDocument.One document, Columns columns) {
    columns.add(
        Line.Style.PLAIN,
        set.name(),
        Counted.number(document.families().ip().prefixes()),
        Counted.number(document.families().ip6().prefixes()));
    columns.below(Line.Style.ASIDE, "from " + sources(set));
    List<String> uses = uses(document);
    columns.below(
        uses.isEmpty() ? Line.Style.CAUTION : Line.Style.ASIDE,
        uses.isEmpty() ? "nothing uses it" : "in " + String.join(", ", uses));
    List<String> standings = standings(document.families());
    if (!standings.isEmpty()) {
      columns.below(Line.Style.CAUTION, String.join(", ", standings));
    }
    facts.held(set.name()).forEach(one -> columns.below(Line.Style.CAUTION, held(one)));
    document.blocked().ifPresent(why -> columns.below(Line.Style.BAD, "may not be used: " + why));
    set.widen()
        .ifPresent(
            widen -> columns.below(Line.Style.ASIDE, widened(set, widen, document.excess())));
    if (!document.never().isEmpty()) {
      columns.below(Line.Style.ASIDE, "never " + never(document.never()));
    }
    settings(set).ifPresent(text -> columns.below(Line.Style.ASIDE, text));
  }

  private static String sources(SetDefinition set) {
    long literals =
        set.sources().stream().filter(source -> source instanceof LiteralSource).count();
    List<String> words = new ArrayList<>();
    if (literals > 0) {
      words.add(Counted.grouped(literals, "literal"));
    }
    List<String> others =
        set.sources().stream()
            .filter(source -> !(source instanceof LiteralSource))
            .map(SourceSpec::id)
            .toList();
    others.stream().limit(NAMED).forEach(words::add);
    if (others.size() > NAMED) {
      words.add("%d more".formatted(others.size() - NAMED));
    }
    return String.join(", ", words);
  }

  private static List<String> uses(SetsDocument.One set) {
    List<String> uses = new ArrayList<>();
    set.rules().forEach(name -> uses.add("rule " + name));
    set.sets().forEach(name -> uses.add("set " + name));
    return uses;
  }

  private static List<String> standings(SetsDocument.Families families) {
    List<String> words = new ArrayList<>();
    standing(families.ip().fading() + families.ip6().fading(), "fading", words);
    standing(families.ip().stale() + families.ip6().stale(), "stale", words);
    standing(families.ip().held() + families.ip6().held(), "held", words);
    return words;
  }

  private static void standing(int count, String word, List<String> words) {
    if (count > 0) {
      words.add(Counted.of(count, "entry") + " " + word);
    }
  }

  static String held(PendingChange held) {
    return "%s held (%s), %s: postern approve %s --reason TEXT"
        .formatted(
            held.side().text(),
            held.kind().label(),
            Counted.of(held.what().size(), held.kind() == MemberKind.DOMAIN ? "domain" : "entry"),
            held.digest());
  }

  private String widened(SetDefinition set, WidenSpec widen, BigInteger excess) {
    Optional<EffectiveSet> made = facts.made(set);
    return made.flatMap(EffectiveSet::unmet)
        .map(EffectiveSet.Unmet::why)
        .orElseGet(
            () ->
                "widened %s: covers %s that no source named%s"
                    .formatted(
                        widen.words(),
                        Counted.grouped(excess, "address"),
                        made.map(WidenedWords::proof).orElse("")));
  }

  private static String never(List<String> addresses) {
    String shown = addresses.stream().limit(NAMED).collect(Collectors.joining(", "));
    return addresses.size() > NAMED
        ? shown + " and %d more".formatted(addresses.size() - NAMED)
        : shown;
  }

  /** Returns only the settings that the policy sets otherwise than they would be. */
  private static Optional<String> settings(SetDefinition set) {
    List<String> words = new ArrayList<>();
    GuardSpec usual = GuardSpec.DEFAULT;
    GuardSpec guard = set.guard();
    differs(words, "at least", guard.atLeast(), usual.atLeast(), "");
    differs(words, "at most", guard.atMost(), usual.atMost(), "");
    differs(words, "shrink", guard.shrink(), usual.shrink(), "%");
    differs(words, "grow", guard.grow(), usual.grow(), "%");
    differs(words, "widest IPv4 /", guard.widestIp(), usual.widestIp(), "");
    differs(words, "widest IPv6 /", guard.widestIp6(), usual.widestIp6(), "");
    if (guard.allowSpecial()) {
      words.add("special-purpose addresses allowed");
    }
    if (guard.widestOnLists()) {
      words.add("widths hold for lists too");
    }
    if (guard.specialOnLists() && !guard.allowSpecial()) {
      words.add("special-purpose addresses refused in lists too");
    }
    if (!set.keep().removed().equals(KeepSpec.DEFAULT.removed())) {
      words.add("removed stay for " + Ages.text(set.keep().removed()));
    }
    if (!set.keep().alarmAfter().equals(KeepSpec.DEFAULT.alarmAfter())) {
      words.add("alarm after " + Ages.text(set.keep().alarmAfter()));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  private static void differs(List<String> words, String name, int value, int usual, String unit) {
    if (value != usual) {
      words.add(name + (name.endsWith("/") ? "" : " ") + value + unit);
    }
  }
}
