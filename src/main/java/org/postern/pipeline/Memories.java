package org.postern.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.host.OwnFolder;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.Question;
import org.postern.state.KeptEntry;
import org.postern.state.LastGood;
import org.postern.state.Memory;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/** Where a run's memory comes from: the state, and the lockfiles of a host that has none. */
final class Memories {
  private Memories() {}

  /** For runs that only look: without the right to read the state they go on and say so. */
  static Memory readIfAllowed(StateStore store, List<String> notes) throws IOException {
    try {
      return store.memory(notes::add);
    } catch (StateException e) {
      return switch (e.kind()) {
        case PERMISSION -> {
          notes.add(e.getMessage() + "; this ran without it, so nothing is held or fading");
          yield Memory.empty();
        }
        case CORRUPT -> {
          notes.add(e.getMessage() + "; this ran without it");
          yield Memory.empty();
        }
        case NEWER, LOCKED, UNWRITABLE -> throw e;
      };
    }
  }

  /** Adds the {@code initial} lockfile of every set that nothing is remembered of. */
  static Memory withInitial(Policy policy, Memory memory, Instant now, List<String> notes) {
    List<LastGood> lastGood = new ArrayList<>(memory.lastGood());
    for (SetDefinition set : policy.sets()) {
      boolean known =
          memory.lastGood().stream().anyMatch(good -> good.key().set().equals(set.name()));
      if (!known && set.initial().isPresent()) {
        boolean quotable = OwnFolder.of(Path.of(policy.file())).holds(Path.of(set.initial().get()));
        lastGood.addAll(initial(set, quotable, now, notes));
      }
    }
    return memory.withLastGood(lastGood);
  }

  private static List<LastGood> initial(
      SetDefinition set, boolean quotable, Instant now, List<String> notes) {
    Report report = new Report();
    Path file = Path.of(set.initial().orElseThrow());
    Map<Question, Answer> answers =
        LockAsker.read(file, quotable, new PolicyFiles(Map.of()), report);
    report
        .diagnostics()
        .forEach(
            d ->
                notes.add(
                    "set %s: %s: %s".formatted(set.name(), d.span().position(), d.message())));
    List<LastGood> found = new ArrayList<>();
    answers.forEach(
        (question, answer) -> {
          boolean named =
              set.sources().stream().map(SourceSpec::id).anyMatch(question.source()::equals);
          if (named && answer instanceof Answer.Data data) {
            found.add(lastGood(set, question, data, now));
          }
        });
    return found;
  }

  private static LastGood lastGood(
      SetDefinition set, Question question, Answer.Data data, Instant now) {
    List<KeptEntry> entries =
        data.entries().stream()
            .map(entry -> KeptEntry.named(entry.interval(), entry.label(), entry.line(), now, now))
            .toList();
    return new LastGood(
        new LastGood.Key(set.name(), question.source(), question.family()),
        now,
        data.ttl(),
        data.via(),
        data.server(),
        entries,
        Optional.empty());
  }
}
