package org.postern.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.postern.cli.Canvas;
import org.postern.cli.Palette;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.Parameter;
import org.postern.command.Pipelines;
import org.postern.command.Reply;
import org.postern.command.Surroundings;
import org.postern.state.StateStore;

/** The rows of the command table that converse: shell, watch, init. */
public final class ShellCommand {
  static final String NAME = "shell";
  static final Path DEFAULT_POLICY = Path.of("/etc/postern/policy.yaml");
  static final Path DEFAULT_STATE = StateStore.USUAL;

  private static final Option LOCK =
      Option.value("--lock", "FILE", "take every answer from this lockfile; ask no source");
  private static final Option STATE =
      Option.value("--state", "DIR", "the state folder; default " + DEFAULT_STATE);
  private static final Option RUNNING =
      Option.flag("--running", "open what is in force instead of a policy");

  private final Pipelines pipelines;
  private final Surroundings surroundings;
  private final Palette palette;
  private final PrintStream out;
  private final boolean onTerminal;

  private ShellCommand(
      Pipelines pipelines,
      Surroundings surroundings,
      Palette palette,
      PrintStream out,
      boolean onTerminal) {
    this.pipelines = pipelines;
    this.surroundings = surroundings;
    this.palette = palette;
    this.out = out;
    this.onTerminal = onTerminal;
  }

  /**
   * Returns the rows of the command table.
   *
   * @param out the stream for answers that do not go to a terminal
   * @param onTerminal whether both ends of the process are a terminal
   */
  public static List<Command> rows(
      Pipelines pipelines,
      Surroundings surroundings,
      Palette palette,
      PrintStream out,
      boolean onTerminal) {
    ShellCommand shell = new ShellCommand(pipelines, surroundings, palette, out, onTerminal);
    return List.of(
        new Command(
            NAME,
            "look, try and edit in a conversation; reads lines in a pipe",
            List.of(
                Parameter.optional(
                    "POLICY",
                    "policy or lockfile; default "
                        + DEFAULT_POLICY
                        + ", without that what is in force")),
            List.of(RUNNING, LOCK, STATE),
            "postern shell policy.yaml",
            shell::converse),
        WatchCommand.row(shell::watch),
        CommandTable.init(
            pipelines, surroundings, onTerminal ? Optional.of(new Questions()) : Optional.empty()));
  }

  private Reply converse(Invocation invocation) throws IOException {
    Reply.Builder reply = new Reply.Builder(NAME);
    Optional<Workspace> opened = open(invocation, reply);
    if (opened.isEmpty()) {
      return reply.build();
    }
    Session session = new Session(opened.get(), pipelines, surroundings, palette);
    if (!onTerminal) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return new Script(session, this::canvas, out, System.err).run(lines);
    }
    try (Terminal terminal = terminal()) {
      Path history = Reading.history(surroundings.environment());
      return reply
          .exit(
              new Conversation(
                      terminal, session, new Looks(palette, surroundings.environment()), history)
                  .run())
          .build();
    }
  }

  private Optional<Workspace> open(Invocation invocation, Reply.Builder reply) throws IOException {
    Opening opening = new Opening(pipelines, state(invocation));
    boolean isUsual = invocation.word(0).isEmpty();
    if (invocation.has(RUNNING.name()) || (isUsual && Files.notExists(DEFAULT_POLICY))) {
      return Optional.of(opening.running());
    }
    Path policy = invocation.word(0).map(Path::of).orElse(DEFAULT_POLICY);
    return opening.policy(policy, invocation.path(LOCK.name()), reply);
  }

  private static Path state(Invocation invocation) {
    return invocation.path(STATE.name()).orElse(DEFAULT_STATE);
  }

  private Reply watch(Invocation invocation) throws IOException {
    Workspace about = new Opening(pipelines, state(invocation)).running();
    Session session = new Session(about, pipelines, surroundings, palette);
    if (!onTerminal) {
      return WatchCommand.once(session, invocation);
    }
    try (Terminal terminal = terminal()) {
      if (Pages.isPlain(terminal)) {
        return WatchCommand.once(session, invocation);
      }
      new WatchScreen(terminal, session, palette).run(invocation);
      return new Reply.Builder(WatchCommand.NAME).build();
    }
  }

  private Canvas canvas() {
    return Canvas.detect(palette, surroundings.environment(), System.out.charset());
  }

  static Terminal terminal() throws IOException {
    return TerminalBuilder.builder().system(true).dumb(true).build();
  }
}
