package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.command.Command;
import org.postern.command.CommandTable;
import org.postern.command.Pipelines;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.Progress;
import org.postern.pipeline.Lab;

/** What a user sees who types a command on the host of a lab. */
final class Terminal {
  private static final List<String> STATEFUL =
      List.of(
          "check",
          "resolve",
          "compile",
          "plan",
          "apply",
          "why",
          "refused",
          "rehearse",
          "report",
          "diff",
          "map",
          "history",
          "approve",
          "attest",
          "sets",
          "rules",
          "sources",
          "simulate",
          "status",
          "confirm",
          "rollback",
          "resume",
          "pause",
          "open",
          "remove",
          "restore",
          "daemon");

  private final Lab lab;
  private final Palette palette;
  private final Canvas canvas;

  Terminal(Lab lab) {
    this(lab, Palette.plain());
  }

  Terminal(Lab lab, Palette palette) {
    this(lab, palette, new Canvas(80, 24, Canvas.Depth.NONE, false));
  }

  Terminal(Lab lab, Palette palette, Canvas canvas) {
    this.lab = lab;
    this.palette = palette;
    this.canvas = canvas;
  }

  /** What came of a command. */
  record Seen(int exit, String out, String err) {
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

  /** Types a command; the state folder is the lab's where the command has one. */
  Seen type(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    boolean named = all.contains("--help") || all.contains("--state");
    if (STATEFUL.contains(words[0]) && !named) {
      all.add("--state");
      all.add(lab.state().toString());
    }
    return run(CommandTable.of((Path state) -> lab.pipeline(state)), all.toArray(new String[0]));
  }

  /** Types a command, and asserts how it ends. */
  Seen type(int exit, String... words) {
    Seen seen = type(words);
    assertEquals(exit, seen.exit(), () -> String.join(" ", words) + ": " + seen);
    return seen;
  }

  /** Types a command of another table. */
  Seen run(List<Command> commands, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLineSkin skin =
        new CommandLineSkin(
            commands,
            StandardOutput.over(out, StandardCharsets.UTF_8),
            stream(err),
            palette,
            () -> canvas,
            Progress.SILENT);
    int exit = skin.run(words);
    return new Seen(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Pipelines nowhere() {
    return state -> {
      throw new IllegalStateException("the moon is in the way");
    };
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
