package org.postern.shell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.postern.cli.Canvas;
import org.postern.cli.Palette;
import org.postern.cli.ReplyPrinter;
import org.postern.cli.WordsParser;
import org.postern.command.Reply;

/**
 * A reply as the command line prints it.
 *
 * @param out the text for standard output
 * @param err the text for standard error
 */
record Shown(String out, String err) {
  static Shown of(Reply reply, WordsParser.Form form, Palette palette, Supplier<Canvas> canvas) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new ReplyPrinter(stream(out), stream(err), palette, canvas).print(reply, form);
    return new Shown(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  String both() {
    return out + err;
  }
}
