package org.postern.pipeline.ask;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.diagnostic.Report;
import org.postern.host.OwnFolder;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Answer;
import org.postern.source.LastGood;
import org.postern.source.Question;
import org.postern.state.RunState;
import org.postern.state.StateException;
import org.postern.state.StateStore;

/** Reads the memory of a run: from the state, and from the lockfiles of a host that has none. */
public final class Memories {
  private Memories() {}

  /**
   * Reads the state for runs that only look: without the right to read it they go on and say so.
   */
  public static RunState readIfAllowed(StateStore store, List<String> notes) throws IOException {
    try {
      return store.runState(notes::add);
    } catch (StateException e) {
      return switch (e.kind()) {
        case PERMISSION -> {
          notes.add(e.getMessage() + "; this ran without it, so nothing is held or fading");
          yield RunState.empty();
        }
        case CORRUPT -> {
          notes.add(e.getMessage() + "; this ran without it");
          yield RunState.empty();
        }
        case NEWER, LOCKED, UNWRITABLE -> throw e;
      };
    }
  }

  /** Adds the {@code initial} lockfile of every set that nothing is remembered of. */
  static RunState withInitial(Policy policy, RunState memory, Instant now, List<String> notes) {
    List<LastGood> lastGood = new ArrayList<>(memory.guards().lastGood());
    Set<String> known = new HashSet<>();
    lastGood.forEach(one -> known.add(one.key().set()));
    for (SetDefinition set : policy.sets()) {
      if (!known.contains(set.name()) && set.initial().isPresent()) {
        boolean quotable = OwnFolder.of(Path.of(policy.file())).holds(Path.of(set.initial().get()));
        lastGood.addAll(initial(set, quotable, now, notes));
      }
    }
    return lastGood.size() == memory.guards().lastGood().size()
        ? memory
        : memory.withGuards(memory.guards().withLastGood(lastGood));
  }

  private static List<LastGood> initial(
      SetDefinition set, boolean quotable, Instant now, List<String> notes) {
    Report report = new Report();
    Path file = Path.of(set.initial().orElseThrow());
    Map<Question, Answer> answers =
        LockAsker.read(file, quotable, PolicyFiles.ofNoTarget(), report);
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
    return LastGood.first(
        new LastGood.Key(set.name(), question.source(), question.family()),
        now,
        data.ttl(),
        data.via(),
        data.server(),
        data.entries());
  }
}
