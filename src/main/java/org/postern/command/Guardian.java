package org.postern.command;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.Session;
import org.postern.pipeline.Parts;
import org.postern.pipeline.Recall;
import org.postern.pipeline.Restoration;
import org.postern.state.Generation;
import org.postern.state.StateException;

/**
 * Takes back what nobody confirms where no daemon runs: a process of its own that outlives the
 * terminal. Should it end too soon, the next start of the machine, daemon or timer does it.
 */
final class Guardian {
  private static final String NAME = "expire";
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
  private static final String READY = "standing by";

  private final Pipelines pipelines;
  private final Surroundings surroundings;

  Guardian(Pipelines pipelines, Surroundings surroundings) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
  }

  List<Command> commands() {
    return List.of(
        new Command(NAME, "", List.of(), List.of(Requests.STATE), "postern expire", this::expire));
  }

  /** A guardian that stands by, until its standard input ends: when this is closed or we die. */
  record OnDuty(Process process) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
    }
  }

  /**
   * Starts one, before anything is changed: whoever locks himself out is killed with his terminal.
   *
   * @throws IOException when none can be had, and nothing is to be changed
   */
  static OnDuty start(Invocation invocation) throws IOException {
    List<String> command = new ArrayList<>(TrialLauncher.ourselves());
    command.addAll(
        List.of(NAME, Requests.STATE.name(), Requests.state(invocation).toAbsolutePath() + ""));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(READY)) {
        return new OnDuty(process);
      }
    }
    process.destroyForcibly();
    throw new IOException("what takes the change back does not start; nothing was changed");
  }

  private Reply expire(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder(NAME);
    leaveTerminal();
    standBy();
    Parts parts = pipelines.unwatched(Requests.state(invocation)).parts();
    Restoration restoration = new Restoration(parts);
    while (true) {
      Optional<Instant> until = watch(restoration);
      if (until.isEmpty()) {
        return reply.build();
      }
      sleep(Duration.between(parts.clock().instant(), until.get()));
    }
  }

  /**
   * Takes back what is due. Whoever else writes the state, or a target that cannot be reached, only
   * has it try again.
   *
   * @return when to look again; empty when nothing waits any more
   */
  private static Optional<Instant> watch(Restoration restoration) {
    try {
      Recall recall = restoration.recall();
      if (recall.unconfirmed().isPresent()) {
        restoration.takeBackUnconfirmed();
        return Optional.of(Instant.EPOCH);
      }
      return recall
          .generation()
          .filter(trial -> recall.orders().removal().isEmpty())
          .flatMap(Generation::confirmation)
          .map(Generation.Confirmation::until);
    } catch (IOException e) {
      boolean hopeless = e instanceof StateException s && s.kind() == StateException.Kind.NEWER;
      return hopeless ? Optional.empty() : Optional.of(Instant.EPOCH);
    }
  }

  /** Until the change is made, or whoever makes it is dead. */
  private void standBy() throws IOException {
    surroundings.errors().accept(READY);
    new FileInputStream(FileDescriptor.in).transferTo(OutputStream.nullOutputStream());
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
      Thread.sleep(Math.max(500, most.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
