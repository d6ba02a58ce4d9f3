package org.postern.target.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Outcome;
import org.postern.pipeline.Request;
import org.postern.plan.ToyWorld;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;
import org.postern.source.Lockfile;
import org.postern.source.Question;

/** A policy as the command line compiles it, with the answers of a lockfile. */
final class CompiledPolicy {
  private final Outcome outcome;

  private CompiledPolicy(Outcome outcome) {
    this.outcome = outcome;
  }

  /**
   * Compiles.
   *
   * @param names the names that the policy has, each with its addresses
   * @param options such as {@code kind=self-resolving}
   */
  static CompiledPolicy of(String policy, Map<String, List<String>> names, String... options) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "windows-policy");
      Files.writeString(folder.resolve("policy.yaml"), policy);
      Map<Question, Answer> answers = new LinkedHashMap<>();
      for (Family family : Family.values()) {
        names.forEach(
            (name, texts) ->
                answers.put(new Question("dns " + name, family), answer(texts, family)));
      }
      Files.writeString(folder.resolve("policy.lock"), Lockfile.write(answers));
      Map<String, String> given = new LinkedHashMap<>();
      for (String option : options) {
        given.put(option.split("=", 2)[0], option.split("=", 2)[1]);
      }
      return new CompiledPolicy(
          Assembly.pipeline(folder.resolve("state"))
              .compile(Request.of(folder).withOptions(given)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer answer(List<String> texts, Family family) {
    EntryTableBuilder named = EntryTable.builder(family, texts.size());
    for (String text : texts) {
      Interval interval = ToyWorld.set(text).intervals().getFirst();
      if (interval.family() == family) {
        named.add(interval, "");
      }
    }
    EntryTable entries = named.build();
    return entries.isEmpty()
        ? new Answer.Gone(Answer.Absence.NODATA, Duration.ofHours(1), List.of(), "lock")
        : new Answer.Data(entries, Duration.ofHours(1), List.of(), "lock");
  }

  Outcome.Planned planned() {
    if (outcome instanceof Outcome.Planned planned) {
      return planned;
    }
    throw new AssertionError(outcome.toString());
  }

  Outcome outcome() {
    return outcome;
  }

  /** The script that holds the rules. */
  String script() {
    return planned().artifact().steps().getFirst().text();
  }

  /** The scripts that go with it. */
  List<String> companions() {
    List<String> texts = new ArrayList<>();
    planned().artifact().companions().stream()
        .filter(step -> step.ending().equals("ps1"))
        .forEach(step -> texts.add(step.text()));
    return texts;
  }
}
