package org.postern.plan.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Span;
import org.postern.plan.EffectiveEntry;
import org.postern.plan.Settled;
import org.postern.plan.memory.Approval;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.DnsSource;
import org.postern.policy.GuardSpec;
import org.postern.policy.Hook;
import org.postern.policy.KeepSpec;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.Ports;
import org.postern.policy.ProtectSpec;
import org.postern.policy.ResolveSettings;
import org.postern.policy.Rule;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;

/**
 * The life of one set called {@code filter}: its sources answer, time passes, and what a run leaves
 * is what the next one remembers.
 */
final class Story {
  static final String SET = "filter";
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final Duration TTL = Duration.ofMinutes(5);

  private GuardSpec guard = GuardSpec.DEFAULT;
  private KeepSpec keep = KeepSpec.DEFAULT;
  private List<SourceSpec> sources = List.of(dns("a.example"));
  private List<LiteralSource> never = List.of();
  private List<Rule> rules = List.of();
  private GuardMemory memory = GuardMemory.empty();
  private Instant now = START;
  private final Map<Question, Answer> answers = new LinkedHashMap<>();

  Story guarded(UnaryOperator<GuardSpec> change) {
    guard = change.apply(guard);
    return this;
  }

  Story keeping(Duration removed) {
    keep = new KeepSpec(removed, keep.alarmAfter());
    return this;
  }

  Story from(SourceSpec... named) {
    sources = List.of(named);
    answers.clear();
    return this;
  }

  /** A rule of the policy names these servers. */
  Story serving(AddressSet servers) {
    rules =
        List.of(
            new Rule(
                "smtp",
                Span.wholeFile("p"),
                new RuleScope.Packets(
                    Set.of(Hook.INPUT),
                    List.of(),
                    Optional.of(servers),
                    Ports.of(25),
                    Rule.Running.KEEP),
                new Rule.Accept.Any(),
                Optional.empty(),
                List.of(),
                Rule.Unknown.OPEN,
                Optional.empty(),
                Optional.empty(),
                false));
    return this;
  }

  Story never(String... texts) {
    never = List.of(texts).stream().map(Story::literal).toList();
    return this;
  }

  static DnsSource dns(String name) {
    return new DnsSource(Span.wholeFile("p"), name, Set.of(Family.IP, Family.IP6));
  }

  static LiteralSource literal(String text) {
    return new LiteralSource(Span.wholeFile("p"), interval(text), text, "", Optional.empty());
  }

  /** The first source names these, and nothing else in either family. */
  Story answers(String... texts) {
    return answers(sources.getFirst(), texts);
  }

  /** A source names these, and nothing else in either family. */
  Story answers(SourceSpec source, String... texts) {
    for (Family family : Family.values()) {
      List<Entry> entries = new ArrayList<>();
      for (String text : texts) {
        if (interval(text).family() == family) {
          entries.add(new Entry(interval(text), ""));
        }
      }
      answers.put(
          new Question(source.id(), family),
          entries.isEmpty()
              ? new Answer.Gone(Answer.Absence.NODATA, TTL, List.of(), "test")
              : new Answer.Data(EntryTable.of(family, entries), TTL, List.of(), "test"));
    }
    return this;
  }

  Story says(Family family, Answer answer) {
    answers.put(new Question(sources.getFirst().id(), family), answer);
    return this;
  }

  static Answer servfail() {
    return new Answer.NoInformation(Answer.Cause.SERVFAIL, "SERVFAIL");
  }

  static Answer gone(Answer.Absence absence) {
    return new Answer.Gone(absence, TTL, List.of(), "test");
  }

  Story later(Duration time) {
    now = now.plus(time);
    return this;
  }

  Story approve(String digest) {
    memory = memory.withApproval(new Approval(digest, "uid 0", "", now));
    return this;
  }

  /** Settles and remembers, as an apply does. */
  Settled apply() {
    Settled settled = look();
    memory = settled.memory();
    return settled;
  }

  /** Settles and forgets, as a plan does. */
  Settled look() {
    SetDefinition set =
        new SetDefinition(
            SET,
            Span.wholeFile("p"),
            sources,
            never,
            guard,
            keep,
            Optional.empty(),
            Optional.empty());
    Policy policy =
        new Policy(
            "p",
            List.of(set),
            List.of(),
            rules,
            ProtectSpec.NONE,
            ResolveSettings.DEFAULT,
            List.of(),
            List.of());
    return Settlement.settle(
        policy, ResolvedSets.of(policy, Heard.at(now, answers), memory.lastGood(), now), memory);
  }

  GuardMemory memory() {
    return memory;
  }

  Instant now() {
    return now;
  }

  /** As many IPv4 addresses. */
  static String[] many(int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = "8.8.%d.%d".formatted(i / 256, i % 256);
    }
    return texts;
  }

  /** What is in force, as text. */
  static Set<String> inForce(Settled settled) {
    Set<String> texts = new TreeSet<>();
    for (EffectiveEntry entry : settled.rows()) {
      texts.add(entry.entry().interval().toString());
    }
    return texts;
  }

  /** The digests of approvals that have let something through. */
  static List<String> used(Settled settled) {
    return settled.memory().approvals().stream()
        .filter(Approval::used)
        .map(Approval::digest)
        .toList();
  }

  /** The guards that hold something, each with its half. */
  static Set<String> holding(Settled settled) {
    Set<String> found = new TreeSet<>();
    for (PendingChange held : settled.pending()) {
      held.guards().forEach(guard -> found.add(guard + " " + held.side().text()));
    }
    return found;
  }

  static Interval interval(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return ok.interval();
    }
    throw new IllegalArgumentException(text);
  }
}
