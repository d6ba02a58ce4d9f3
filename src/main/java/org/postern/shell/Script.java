package org.postern.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postern.cli.Canvas;
import org.postern.cli.Palette;
import org.postern.cli.WordsParser;
import org.postern.command.ExitCode;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;

/**
 * Runs lines from a pipe: each is done in its turn, and nothing is printed but the replies. It goes
 * on after one that fails, as a shell does, and ends with the exit code that takes precedence.
 */
final class Script {
  private final Session session;
  private final Supplier<Canvas> canvas;
  private final PrintStream out;
  private final PrintStream err;
  private final List<ExitCode> exits = new ArrayList<>();

  Script(Session session, Supplier<Canvas> canvas, PrintStream out, PrintStream err) {
    this.session = session;
    this.canvas = canvas;
    this.out = out;
    this.err = err;
  }

  Reply run(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && perform(line)) {
      line = lines.readLine();
    }
    Reply.Builder reply = new Reply.Builder(ShellCommand.NAME);
    if (session.workspace().isUnwritten()) {
      reply.error(Line.Style.CAUTION, "the draft was not written; its changes are gone");
      exits.add(ExitCode.HELD);
    }
    return reply.exit(ExitCode.first(exits)).build();
  }

  /** Performs a line, and tells whether there is to be another one. */
  private boolean perform(String line) {
    return switch (session.understand(line)) {
      case Session.Step.Nothing nothing -> true;
      case Session.Step.End end -> false;
      case Session.Step.Text text -> {
        out.println(text.text());
        out.flush();
        yield true;
      }
      case Session.Step.Wrong wrong -> {
        err.println(Visible.text(wrong.why()));
        exits.add(ExitCode.USAGE);
        yield true;
      }
      case Session.Step.Watch watch ->
          print(WatchCommand.once(session, watch.invocation()), WordsParser.Form.TEXT);
      case Session.Step.Run run -> print(session.run(run), run.form());
    };
  }

  private boolean print(Reply reply, WordsParser.Form form) {
    Shown shown = Shown.of(reply, form, Palette.plain(), canvas);
    out.print(shown.out());
    out.flush();
    err.print(shown.err());
    err.flush();
    exits.add(reply.exit());
    return true;
  }
}
