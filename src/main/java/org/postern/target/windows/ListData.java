package org.postern.target.windows;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.DnsSource;
import org.postern.policy.GuardSpec;
import org.postern.policy.LiteralSource;
import org.postern.policy.SetDefinition;
import org.postern.policy.SetSource;
import org.postern.policy.SourceSpec;

/** The lists of a script: of each rule the addresses, or the sets and names that make them. */
public final class ListData {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String INDENT = "        ";

  private final Ruleset ruleset;
  private final Optional<Knowledge> resolving;
  private final Optional<Knowledge> knowledge;
  private final ScriptText text;

  /**
   * Creates the lists of a ruleset.
   *
   * @param resolves whether the script asks for names itself, which takes knowledge
   * @param knowledge empty for a script that runs here and at once
   * @param text the text to which the lists are appended
   */
  public ListData(
      Ruleset ruleset, boolean resolves, Optional<Knowledge> knowledge, ScriptText text) {
    this.ruleset = ruleset;
    this.resolving = knowledge.filter(_ -> resolves);
    this.knowledge = knowledge;
    this.text = text;
  }

  /**
   * Writes all lists.
   *
   * @param frame writes what a rule says beside its list
   */
  public void write(Consumer<AccessRule> frame) {
    text.line("$PosternCompiled = " + ScriptText.quote(compiled()));
    text.line("$PosternAlarmHours = " + alarmHours());
    text.line("$PosternRules = @(");
    separated(ruleset.rules(), rule -> rule(rule, frame));
    text.line(")");
    resolving.ifPresent(this::sets);
  }

  /** Appends what the rules leave to the host: names, and the guards of their answers. */
  private void sets(Knowledge known) {
    text.line("$PosternSets = @(");
    separated(known.sets(names()), set -> set(known, set));
    text.line(")");
    List<String> special =
        SpecialPurpose.all().intervals().stream().map(Interval::toString).toList();
    text.line("$PosternSpecial = " + ScriptText.list(special, ""));
  }

  private List<String> names() {
    return ruleset.rules().stream().map(AccessRule::name).toList();
  }

  private String compiled() {
    return knowledge.map(known -> MINUTE.format(known.at())).orElse("");
  }

  private long alarmHours() {
    return knowledge.flatMap(known -> known.alarmAfter(names())).map(Duration::toHours).orElse(0L);
  }

  private <T> void separated(List<T> items, Consumer<T> writer) {
    for (int i = 0; i < items.size(); i++) {
      text.line("    @{");
      writer.accept(items.get(i));
      text.line(i + 1 < items.size() ? "    }," : "    }");
    }
  }

  /** Appends a value of a rule. */
  public void entry(String name, String value) {
    text.line(INDENT + name + " = " + value);
  }

  /** Returns texts as a value of a rule. */
  public static String texts(List<String> texts) {
    return ScriptText.list(texts, INDENT);
  }

  /** Returns addresses as a value of a rule. */
  public static String addresses(AddressSet set) {
    return texts(set.intervals().stream().map(Interval::toString).toList());
  }

  private void rule(AccessRule rule, Consumer<AccessRule> frame) {
    entry("Name", ScriptText.quote(rule.name()));
    frame.accept(rule);
    if (resolving.isPresent()) {
      entry("Sets", texts(resolving.get().accepted(rule.name())));
      entry("Never", addresses(never(resolving.get(), rule.name())));
    } else {
      entry("Addresses", addresses(rule.peers().asSet()));
    }
  }

  private static AddressSet never(Knowledge known, String rule) {
    return LiteralSource.union(known.policy().rule(rule).orElseThrow().never());
  }

  private void set(Knowledge known, SetDefinition set) {
    entry("Name", ScriptText.quote(set.name()));
    entry("Fixed", addresses(inside(known, set)));
    entry("Never", addresses(LiteralSource.union(set.never())));
    entry("Includes", texts(sources(set, SetSource.class).map(SetSource::set).toList()));
    entry("NamesV4", texts(asked(set, Family.IP)));
    entry("NamesV6", texts(asked(set, Family.IP6)));
    GuardSpec guard = set.guard();
    entry("AtLeast", String.valueOf(guard.atLeast()));
    entry("AtMost", String.valueOf(guard.atMost()));
    entry("Shrink", String.valueOf(guard.shrink()));
    entry("Grow", String.valueOf(guard.grow()));
    entry("GrowSlack", String.valueOf(GuardSpec.GROW_SLACK));
    entry("Special", ScriptText.truth(guard.allowSpecial()));
    entry("KeepHours", String.valueOf(set.keep().removed().toHours()));
  }

  private static List<String> asked(SetDefinition set, Family family) {
    return sources(set, DnsSource.class)
        .filter(dns -> dns.families().contains(family))
        .map(DnsSource::name)
        .toList();
  }

  private static <S extends SourceSpec> Stream<S> sources(SetDefinition set, Class<S> kind) {
    return set.sources().stream().filter(kind::isInstance).map(kind::cast);
  }

  /**
   * Returns the addresses of the set that come from lists and literals; those are not asked again.
   */
  private static AddressSet inside(Knowledge known, SetDefinition set) {
    Predicate<String> asked =
        id -> sources(set, DnsSource.class).anyMatch(dns -> dns.id().equals(id));
    AddressSet.Builder builder = AddressSet.builder();
    known.settled().of(set.name()).stream()
        .filter(entry -> !asked.test(entry.key().source()))
        .forEach(entry -> builder.add(entry.entries().all().bounds()));
    return builder.build();
  }
}
