package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace in which programs run; its rules are those of no one else. Gone when closed.
 *
 * @param folder for what programs print
 */
record Namespace(String name, Path folder) implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final long PATIENCE_MINUTES = 30;

  static Namespace create(Path folder) throws IOException, InterruptedException {
    String name =
        "postern-bench-%d-%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
    end(new ProcessBuilder("ip", "netns", "add", name), folder);
    return new Namespace(name, folder);
  }

  /** Runs a program to its end; returns what it printed. Fails unless it ends with 0. */
  String run(List<String> words) throws IOException, InterruptedException {
    return end(inside(words), folder);
  }

  String run(String... words) throws IOException, InterruptedException {
    return run(List.of(words));
  }

  /** Runs a program to its end, measured. */
  Measured measure(List<String> words) throws IOException, InterruptedException {
    Path report = folder.resolve("time.txt");
    List<String> all = new ArrayList<>(List.of("time", "-f", "%U %S %M", "-o"));
    all.add(report.toString());
    all.addAll(words);
    long begin = System.nanoTime();
    run(all);
    double wall = (System.nanoTime() - begin) / 1e9;
    String[] numbers = Files.readString(report).strip().split(" ", -1);
    return new Measured(
        wall,
        Double.parseDouble(numbers[0]) + Double.parseDouble(numbers[1]),
        Long.parseLong(numbers[2]) << 10);
  }

  /** A program that is to run in here. */
  ProcessBuilder inside(List<String> words) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
    all.addAll(words);
    return new ProcessBuilder(all);
  }

  private static String end(ProcessBuilder builder, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process;
    try {
      process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    } catch (IOException e) {
      throw new AssertionError("missing: apt-get install iproute2 util-linux", e);
    }
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("it hangs: " + builder.command());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    if (process.exitValue() != 0) {
      throw new AssertionError(
          "%s ended with %d: %s".formatted(builder.command(), process.exitValue(), printed));
    }
    return printed;
  }

  @Override
  public void close() throws IOException {
    try {
      end(new ProcessBuilder("ip", "netns", "delete", name), folder);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
