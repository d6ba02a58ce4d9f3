package org.postern.plan.pass;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Report;
import org.postern.plan.Meaning;
import org.postern.plan.Settled;
import org.postern.plan.guard.Settlement;
import org.postern.plan.memory.GuardMemory;
import org.postern.policy.LiteralSource;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.text.Loader;
import org.postern.source.Answer;
import org.postern.source.Entry;
import org.postern.source.EntryTable;
import org.postern.source.Heard;
import org.postern.source.Question;
import org.postern.source.ResolvedSets;

/** What a policy text means when its names answer as told and nothing is remembered. */
final class Meant {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TTL = Duration.ofMinutes(5);

  private Meant() {}

  @SafeVarargs
  static Meaning of(String text, Map<Question, Answer>... answers) {
    Policy policy = policy(text);
    Map<Question, Answer> all = new LinkedHashMap<>();
    for (SetDefinition set : policy.sets()) {
      for (SourceSpec source : set.sources()) {
        if (source instanceof LiteralSource literal) {
          all.put(
              new Question(literal.id(), literal.interval().family()),
              data(
                  literal.interval().family(),
                  List.of(new Entry(literal.interval(), literal.label()))));
        }
      }
    }
    for (Map<Question, Answer> some : answers) {
      all.putAll(some);
    }
    Settled settled =
        Settlement.settle(
            policy,
            ResolvedSets.of(policy, Heard.at(NOW, all), List.of(), NOW),
            GuardMemory.empty());
    return Planner.plan(policy, settled);
  }

  /** A policy without mistakes. */
  static Policy policy(String text) {
    Report report = new Report();
    Loader none = (file, path) -> new Loader.Loaded.Missing("there are no files here");
    return new PolicyParser(Set.of("nftables"))
        .parse("policy.yaml", text, none, report)
        .orElseThrow(() -> new IllegalArgumentException(report.diagnostics().toString()));
  }

  /** Exactly these addresses of both families. */
  static Map<Question, Answer> answer(String name, String... texts) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      List<Entry> entries = new ArrayList<>();
      for (String text : texts) {
        if (interval(text).family() == family) {
          entries.add(new Entry(interval(text), ""));
        }
      }
      answers.put(
          new Question("dns " + name, family),
          entries.isEmpty()
              ? new Answer.Gone(Answer.Absence.NODATA, TTL, List.of(), "test")
              : data(family, entries));
    }
    return answers;
  }

  /** No information in either family. */
  static Map<Question, Answer> silence(String name) {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      answers.put(
          new Question("dns " + name, family),
          new Answer.NoInformation(Answer.Cause.TIMEOUT, "no answer"));
    }
    return answers;
  }

  private static Answer data(Family family, List<Entry> entries) {
    return new Answer.Data(EntryTable.of(family, entries), TTL, List.of(), "test");
  }

  private static Interval interval(String text) {
    if (AddressText.parse(text) instanceof AddressText.Ok ok) {
      return ok.interval();
    }
    throw new IllegalArgumentException(text);
  }
}
