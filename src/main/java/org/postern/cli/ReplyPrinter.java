package org.postern.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;
import org.postern.host.Json;
import org.postern.picture.Picture;

/** Prints a reply: text to both streams, or one JSON object to standard output. */
public final class ReplyPrinter {
  private final PrintStream out;
  private final PrintStream err;
  private final Palette palette;

  private final Supplier<Canvas> canvas;

  /**
   * Creates a printer.
   *
   * @param canvas the canvas for pictures; asked only when there is one
   */
  public ReplyPrinter(PrintStream out, PrintStream err, Palette palette, Supplier<Canvas> canvas) {
    this.out = out;
    this.err = err;
    this.palette = palette;
    this.canvas = canvas;
  }

  /** Prints a reply, in whatever form, and its errors. */
  public void print(Reply reply, WordsParser.Form form) {
    switch (form) {
      case TEXT -> {
        print(reply.lines(), out);
        reply.content().ifPresent(this::write);
        draw(reply.pictures());
      }
      case JSON -> out.println(Json.writePretty(reply.tree()));
      case NOTHING -> {}
    }
    out.flush();
    for (Line line : reply.errors()) {
      err.println(palette.paint(line.style(), Visible.text(Visible.shortened(line.text()))));
    }
    err.flush();
  }

  /** Ends when the output cannot be written: the rest may be as much again as there is disk. */
  private void write(Reply.Content content) {
    try {
      content.write(
          (bytes, count) -> {
            out.write(bytes, 0, count);
            if (out.checkError()) {
              throw new UnwritableException();
            }
          });
    } catch (UnwritableException _) {
      // The stream remembers why.
    }
  }

  /** The output takes no more. */
  private static final class UnwritableException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void draw(List<Picture> pictures) {
    if (!pictures.isEmpty()) {
      new PictureDrawing(canvas.get(), palette).lines(pictures).forEach(out::println);
    }
  }

  private void print(List<Line> lines, PrintStream stream) {
    for (Line line : lines) {
      stream.println(palette.paint(line.style(), Visible.text(line.text())));
    }
  }
}
