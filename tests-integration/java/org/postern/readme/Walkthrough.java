package org.postern.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands and files in the order of the README, run in one shell in a copy of the project. */
final class Walkthrough {
  private static final Path IMAGE =
      Path.of(System.getProperty("postern.image")).resolve("../..").normalize();
  private static final String MARK = "\u001e";

  private final StringBuilder script = new StringBuilder();

  /**
   * A command that was run.
   *
   * @param line of its block
   * @param output of both streams
   */
  record Ran(int line, String command, int status, String output) {}

  /** Writes a file, relative to the folder where the shell is. */
  void save(String file, String text) {
    script.append("mkdir -p \"$(dirname %s)\"%n".formatted(file));
    script.append("cat > %s <<'END'%n%sEND%n".formatted(file, text));
  }

  /** Runs a line of shell. */
  void command(int line, String command) {
    script.append(command).append('\n');
    script.append("printf '%s%%s %d %%s%s\\n' \"$?\" ".formatted(MARK, line, MARK));
    script.append('\'').append(command.replace("'", "'\\''")).append("'\n");
  }

  /** Does it all. */
  List<Ran> run(Path folder) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("readme.sh"), script);
    Path output = folder.resolve("output");
    Path world = folder.resolve("world.sh");
    try (InputStream in =
        Objects.requireNonNull(Walkthrough.class.getResourceAsStream("/readme/world.sh"))) {
      Files.write(world, in.readAllBytes());
    }
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.command().addAll(List.of("--mount-proc", "sh", "-eu", world.toString()));
    builder.command().addAll(List.of(IMAGE.toString(), file.toString()));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the shell did not end");
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), text);
    return read(text);
  }

  private static List<Ran> read(String text) {
    Pattern pattern =
        Pattern.compile(
            "([^%s]*)%s([0-9]+) ([0-9]+) ([^%s]*)%s\n".formatted(MARK, MARK, MARK, MARK));
    Matcher matcher = pattern.matcher(text);
    List<Ran> ran = new ArrayList<>();
    while (matcher.find()) {
      int status = Integer.parseInt(matcher.group(2));
      int line = Integer.parseInt(matcher.group(3));
      ran.add(new Ran(line, matcher.group(4), status, matcher.group(1)));
    }
    return ran;
  }
}
