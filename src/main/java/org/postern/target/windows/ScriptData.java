package org.postern.target.windows;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.SpecialPurpose;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;
import org.postern.policy.GuardSpec;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;

/** The data of a script: what its parts work on. */
final class ScriptData {
  /**
   * What one rule may hold: "array out of bounds" above it on Server 2008 to 2012; CrowdSec's
   * bouncer and IPBan keep to the same figure.
   */
  static final int LIMIT = 1_000;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String INDENT = "        ";

  private final Ruleset ruleset;
  private final WindowsOptions options;
  private final Optional<Knowledge> knowledge;
  private final ScriptText text;

  ScriptData(
      Ruleset ruleset, WindowsOptions options, Optional<Knowledge> knowledge, ScriptText text) {
    this.ruleset = ruleset;
    this.options = options;
    this.knowledge = knowledge;
    this.text = text;
  }

  void write() {
    text.line("").line("# The data.").line("");
    text.line("$PosternLimit = " + LIMIT);
    text.line("$PosternCompiled = " + ScriptText.quote(compiled()));
    text.line("$PosternAlarmHours = " + alarmHours());
    text.line("$PosternRules = @(");
    separated(ruleset.rules(), this::rule);
    text.line(")");
  }

  /** What {@link #write} leaves to the host: names, and what guards its answers. */
  void writeSets(Knowledge known) {
    List<SetDefinition> sets = known.sets(names());
    text.line("$PosternSets = @(");
    separated(sets, set -> set(known, set));
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

  private <T> void separated(List<T> items, java.util.function.Consumer<T> writer) {
    for (int i = 0; i < items.size(); i++) {
      text.line("    @{");
      writer.accept(items.get(i));
      text.line(i + 1 < items.size() ? "    }," : "    }");
    }
  }

  private void entry(String name, String value) {
    text.line(INDENT + name + " = " + value);
  }

  private void rule(AccessRule rule) {
    entry("Name", ScriptText.quote(rule.name()));
    entry("Form", ScriptText.quote(options.allows(rule.name()) ? "allow" : "block"));
    entry("Port", ScriptText.quote(rule.packets().ports().numbers(",")));
    entry("To", addresses(rule.packets().servers().orElse(AddressSet.none())));
    List<String> interfaces =
        rule.packets().interfaces().stream().map(ScriptText::escaped).toList();
    entry("In", ScriptText.list(interfaces, INDENT));
    if (options.selfResolving() && knowledge.isPresent()) {
      entry("Sets", ScriptText.list(knowledge.get().accepted(rule.name()), INDENT));
      entry("Never", addresses(never(knowledge.get(), rule.name())));
    } else {
      entry("Addresses", addresses(rule.peers().asSet()));
    }
  }

  private static AddressSet never(Knowledge known, String rule) {
    return literals(known.policy().rule(rule).orElseThrow().never());
  }

  private static AddressSet literals(List<SourceSpec.Literal> literals) {
    AddressSet.Builder builder = AddressSet.builder();
    literals.forEach(literal -> builder.add(literal.interval()));
    return builder.build();
  }

  private void set(Knowledge known, SetDefinition set) {
    entry("Name", ScriptText.quote(set.name()));
    entry("Fixed", addresses(inside(known, set)));
    entry("Never", addresses(literals(set.never())));
    entry(
        "Includes",
        ScriptText.list(
            sources(set, SourceSpec.Reference.class).map(SourceSpec.Reference::set).toList(),
            INDENT));
    entry("NamesV4", ScriptText.list(asked(set, Family.IP), INDENT));
    entry("NamesV6", ScriptText.list(asked(set, Family.IP6), INDENT));
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
    return sources(set, SourceSpec.Dns.class)
        .filter(dns -> dns.families().contains(family))
        .map(SourceSpec.Dns::name)
        .toList();
  }

  private static <S extends SourceSpec> Stream<S> sources(SetDefinition set, Class<S> kind) {
    return set.sources().stream().filter(kind::isInstance).map(kind::cast);
  }

  /** What lists and literals of the set say; they are not asked again. */
  private static AddressSet inside(Knowledge known, SetDefinition set) {
    Predicate<String> asked =
        id -> sources(set, SourceSpec.Dns.class).anyMatch(dns -> dns.id().equals(id));
    AddressSet.Builder builder = AddressSet.builder();
    known.settled().of(set.name()).stream()
        .filter(entry -> !asked.test(entry.key().source()))
        .forEach(entry -> builder.add(entry.entries().all().bounds()));
    return builder.build();
  }

  private static String addresses(AddressSet set) {
    return ScriptText.list(set.intervals().stream().map(Interval::toString).toList(), INDENT);
  }
}
