package org.postern.command.aggregate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.cli.Canvas;
import org.postern.cli.CommandLineSkin;
import org.postern.cli.Palette;
import org.postern.cli.StandardOutput;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.Progress;

/** {@code postern aggregate}, with lists in a folder. */
final class Filter {
  private final Path folder;
  private String input = "";

  Filter(Path folder) {
    this.folder = folder;
  }

  /** What came of a call. */
  record Seen(int exit, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    JsonTree json() {
      try {
        return Json.read(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out, e);
      }
    }

    @Override
    public String toString() {
      return "exit " + exit + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  /** Writes a list, and returns its path. */
  String list(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What standard input is from now on. */
  Filter input(String text) {
    input = text;
    return this;
  }

  Seen run(String... words) {
    AggregateCommand aggregate =
        new AggregateCommand(
            Progress.SILENT,
            () -> new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLineSkin skin =
        new CommandLineSkin(
            List.of(aggregate.command()),
            StandardOutput.over(out, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Palette.plain(),
            () -> new Canvas(80, 24, Canvas.Depth.NONE, false),
            Progress.SILENT);
    List<String> all = new ArrayList<>(List.of("aggregate"));
    all.addAll(List.of(words));
    int exit = skin.run(all.toArray(new String[0]));
    return new Seen(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
