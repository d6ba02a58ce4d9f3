package org.postern.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.postern.cli.Palette;
import org.postern.command.ExitCode;
import org.postern.command.Reply;
import org.postern.command.Surroundings;
import org.postern.pipeline.Lab;

/** A user before a virtual terminal who has opened the policy of a lab. */
final class Conversing implements AutoCloseable {
  private final VirtualTerminal terminal;
  private final Session session;
  private final CompletableFuture<ExitCode> running;

  Conversing(Lab lab, VirtualTerminal terminal, Palette palette) throws IOException {
    this.terminal = terminal;
    this.session = session(lab, palette);
    Path history = lab.folder().resolve("history");
    this.running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new Conversation(
                        terminal.terminal(), session, new Looks(palette, Map.of()), history)
                    .run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    ready();
  }

  /** Waits for the shell to wait. */
  void ready() {
    terminal.await(
        text -> text.lines().reduce("", (one, last) -> last).matches("postern.*>"), "prompt");
  }

  static Session session(Lab lab, Palette palette) throws IOException {
    Reply.Builder reply = new Reply.Builder("shell");
    Workspace opened =
        new Opening(lab::pipeline, lab.state())
            .policy(lab.file(), Optional.empty(), reply)
            .orElseThrow();
    return new Session(opened, lab::pipeline, Surroundings.none(), palette);
  }

  Session session() {
    return session;
  }

  /** Types a line and waits for a text on the screen. */
  String say(String line, String expected) {
    ready();
    terminal.type(line + VirtualTerminal.ENTER);
    return terminal.await(expected);
  }

  /** How it ends by itself. */
  ExitCode end() {
    return VirtualTerminal.end(running);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
    end();
  }
}
