package org.postern.command;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.Session;
import org.postern.pipeline.Parts;
import org.postern.pipeline.Restoration;
import org.postern.state.Generation;

/**
 * Takes back what nobody confirms where no daemon runs: a process of its own that outlives the
 * terminal. Should it end too soon, the next start of the machine, daemon or timer does it.
 */
final class Guardian {
  private static final String NAME = "expire";
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
  private static final File NOTHING = new File("/dev/null");

  private final Pipelines pipelines;

  Guardian(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  List<Command> commands() {
    return List.of(
        new Command(NAME, "", List.of(), List.of(Requests.STATE), "postern expire", this::expire));
  }

  /** Starts one. */
  static void start(Invocation invocation) throws IOException {
    List<String> command = new ArrayList<>(TrialLauncher.ourselves());
    command.addAll(
        List.of(NAME, Requests.STATE.name(), Requests.state(invocation).toAbsolutePath() + ""));
    new ProcessBuilder(command)
        .redirectInput(NOTHING)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Reply expire(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder(NAME);
    leaveTerminal();
    Parts parts = pipelines.at(Requests.state(invocation)).parts();
    Restoration restoration = new Restoration(parts);
    while (true) {
      Optional<Instant> until =
          restoration
              .recall()
              .generation()
              .flatMap(Generation::confirmation)
              .map(Generation.Confirmation::until);
      Optional<Restoration.Restored> restored = restoration.takeBackUnconfirmed();
      if (restored.isPresent() || until.isEmpty()) {
        return reply.build();
      }
      sleep(Duration.between(parts.clock().instant(), until.get()));
    }
  }

  /** Whoever leads a process group, as from a shell, stays where he is. */
  private static void leaveTerminal() {
    try {
      Session.start();
    } catch (ErrnoException e) {
      return;
    }
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Duration most = time.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : time;
      Thread.sleep(Math.max(100, most.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
