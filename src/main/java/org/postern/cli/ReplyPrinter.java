package org.postern.cli;

import java.io.PrintStream;
import java.util.List;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;
import org.postern.host.Json;

/** Prints a reply: text to both streams, or one JSON object to standard output. */
public final class ReplyPrinter {
  private final PrintStream out;
  private final PrintStream err;
  private final Palette palette;

  public ReplyPrinter(PrintStream out, PrintStream err, Palette palette) {
    this.out = out;
    this.err = err;
    this.palette = palette;
  }

  /** Prints it whole. */
  public void print(Reply reply, boolean json) {
    if (json) {
      out.println(Json.writePretty(reply.tree()));
    } else {
      print(reply.lines(), out);
    }
    print(reply.errors(), err);
    out.flush();
    err.flush();
  }

  private void print(List<Line> lines, PrintStream stream) {
    for (Line line : lines) {
      stream.println(palette.paint(line.style(), Visible.text(line.text())));
    }
  }
}
