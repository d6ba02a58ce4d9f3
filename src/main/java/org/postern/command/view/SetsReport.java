package org.postern.command.view;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.address.Family;
import org.postern.command.Ages;
import org.postern.command.Columns;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.daemon.SetStatus;
import org.postern.diagnostic.Counted;
import org.postern.plan.EffectiveSet;
import org.postern.plan.EntryState;
import org.postern.plan.Settled;
import org.postern.plan.WidenedWords;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;
import org.postern.policy.WidenSpec;

/** The sets of a subject. */
public final class SetsReport {
  /** More sources of a set than that are counted, not named. */
  private static final int NAMED = 6;

  private final Subject subject;
  private final Policy policy;
  private final List<SetStatus> sizes;

  SetsReport(Subject subject) {
    this.subject = subject;
    this.policy = subject.prepared().policy();
    this.sizes = SetStatus.of(subject.prepared());
  }

  void add(Reply.Builder reply) {
    Columns columns = Columns.of("SET", ">IPv4 PREFIXES", ">IPv6 PREFIXES");
    List<Map<String, Object>> trees = new ArrayList<>();
    for (SetDefinition set : policy.sets()) {
      add(set, columns);
      trees.add(tree(set));
    }
    if (policy.sets().isEmpty()) {
      reply.line(Line.Style.ASIDE, "the policy defines no set");
    } else {
      columns.addTo(reply);
    }
    reply.put("sets", trees);
    new DomainSetsReport(subject).add(reply);
  }

  private SetStatus size(SetDefinition set, Family family) {
    return sizes.stream()
        .filter(one -> one.set().equals(set.name()) && one.family() == family)
        .findFirst()
        .orElseThrow();
  }

  private void add(SetDefinition set, Columns columns) {
    columns.add(
        Line.Style.PLAIN,
        set.name(),
        number(size(set, Family.IP).prefixes()),
        number(size(set, Family.IP6).prefixes()));
    columns.below(Line.Style.ASIDE, "from " + sources(set));
    uses(set)
        .ifPresentOrElse(
            uses -> columns.below(Line.Style.ASIDE, "in " + uses),
            () -> columns.below(Line.Style.CAUTION, "nothing uses it"));
    standings(set).ifPresent(text -> columns.below(Line.Style.CAUTION, text));
    held(set).forEach(text -> columns.below(Line.Style.CAUTION, text));
    blocked(set).ifPresent(why -> columns.below(Line.Style.BAD, "may not be used: " + why));
    set.widen().ifPresent(widen -> columns.below(Line.Style.ASIDE, widened(set, widen)));
    if (!set.never().isEmpty()) {
      columns.below(Line.Style.ASIDE, "never " + never(set));
    }
    settings(set).ifPresent(text -> columns.below(Line.Style.ASIDE, text));
  }

  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
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

  private List<String> rules(SetDefinition set) {
    return policy.rules().stream()
        .filter(
            rule ->
                rule.accept() instanceof Rule.Accept.Sets sets && sets.names().contains(set.name()))
        .map(Rule::name)
        .toList();
  }

  private List<String> sets(SetDefinition set) {
    return policy.sets().stream()
        .filter(
            other ->
                other.sources().stream()
                    .anyMatch(
                        source ->
                            source instanceof SetSource reference
                                && reference.set().equals(set.name())))
        .map(SetDefinition::name)
        .toList();
  }

  private Optional<String> uses(SetDefinition set) {
    List<String> uses = new ArrayList<>();
    rules(set).forEach(name -> uses.add("rule " + name));
    sets(set).forEach(name -> uses.add("set " + name));
    return uses.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", uses));
  }

  private int count(SetDefinition set, EntryState standing) {
    return size(set, Family.IP).of(standing) + size(set, Family.IP6).of(standing);
  }

  private Optional<String> standings(SetDefinition set) {
    List<String> words = new ArrayList<>();
    for (EntryState standing : List.of(EntryState.FADING, EntryState.STALE, EntryState.HELD)) {
      if (count(set, standing) > 0) {
        words.add(Counted.of(count(set, standing), "entry") + " " + standing.text());
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  private List<String> held(SetDefinition set) {
    return subject.prepared().meaning().settled().pending().stream()
        .filter(one -> one.set().equals(set.name()))
        .map(SetsReport::held)
        .toList();
  }

  static String held(PendingChange held) {
    return "%s held (%s), %s: postern approve %s --reason TEXT"
        .formatted(
            held.side().text(),
            held.kind().label(),
            Counted.of(held.what().size(), held.kind() == MemberKind.DOMAIN ? "domain" : "entry"),
            held.digest());
  }

  private Optional<String> blocked(SetDefinition set) {
    return subject.prepared().meaning().settled().blocked(set.name()).map(Settled.Blocked::why);
  }

  private BigInteger excess(SetDefinition set) {
    return subject
        .prepared()
        .meaning()
        .set(set.name())
        .map(EffectiveSet::excess)
        .map(one -> one.size())
        .orElse(BigInteger.ZERO);
  }

  private String widened(SetDefinition set, WidenSpec widen) {
    Optional<EffectiveSet> made = subject.prepared().meaning().set(set.name());
    Optional<EffectiveSet.Unmet> unmet = made.flatMap(EffectiveSet::unmet);
    return unmet.isPresent()
        ? unmet.get().why()
        : "widened %s: covers %s that no source named%s"
            .formatted(
                widen.words(),
                Counted.grouped(excess(set), "address"),
                made.map(WidenedWords::proof).orElse(""));
  }

  private static String never(SetDefinition set) {
    String shown =
        set.never().stream()
            .limit(NAMED)
            .map(LiteralSource::text)
            .collect(Collectors.joining(", "));
    return set.never().size() > NAMED
        ? shown + " and %d more".formatted(set.never().size() - NAMED)
        : shown;
  }

  /** Only what the policy says otherwise than it would be. */
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

  private Map<String, Object> tree(SetDefinition set) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("set", set.name());
    tree.put("line", set.span().position());
    tree.put("sources", set.sources().stream().map(SourceSpec::id).toList());
    Map<String, Object> families = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      families.put(family.text(), tree(set, size(set, family)));
    }
    tree.put("families", families);
    tree.put("excess", excess(set).toString());
    set.widen().ifPresent(widen -> tree.put("widen", WidenedWords.tree(widen)));
    subject
        .prepared()
        .meaning()
        .set(set.name())
        .flatMap(WidenedWords::tree)
        .ifPresent(optimum -> tree.put("widened", optimum));
    tree.put("never", set.never().stream().map(LiteralSource::text).toList());
    tree.put("guard", guard(set.guard()));
    tree.put("keep", keep(set.keep()));
    tree.put("rules", rules(set));
    tree.put("sets", sets(set));
    tree.put(
        "held",
        subject.prepared().meaning().settled().pending().stream()
            .filter(one -> one.set().equals(set.name()))
            .map(PendingChange::digest)
            .toList());
    blocked(set).ifPresent(why -> tree.put("blocked", why));
    return tree;
  }

  private Map<String, Object> tree(SetDefinition set, SetStatus size) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("entries", size.entries());
    for (EntryState standing : EntryState.values()) {
      tree.put(standing.text(), size.of(standing));
    }
    tree.put("prefixes", size.prefixes());
    subject
        .prepared()
        .meaning()
        .set(set.name())
        .ifPresent(
            one -> tree.put("addresses", one.addresses().only(size.family()).size().toString()));
    return tree;
  }

  private static Map<String, Object> guard(GuardSpec guard) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("atLeast", guard.atLeast());
    tree.put("atMost", guard.atMost());
    tree.put("shrink", guard.shrink());
    tree.put("grow", guard.grow());
    tree.put("widestIp", guard.widestIp());
    tree.put("widestIp6", guard.widestIp6());
    tree.put("special", guard.allowSpecial());
    return tree;
  }

  private static Map<String, Object> keep(KeepSpec keep) {
    return Map.of("removed", seconds(keep.removed()), "alarmAfter", seconds(keep.alarmAfter()));
  }

  private static long seconds(Duration duration) {
    return duration.toSeconds();
  }
}
