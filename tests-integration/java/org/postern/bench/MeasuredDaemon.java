package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon with the options of its unit, on a machine of 1.5 GB. Ends when closed. */
final class MeasuredDaemon implements AutoCloseable {
  private static final Path UNIT = Path.of("systemd/postern.service");
  private static final Pattern OPTIONS =
      Pattern.compile("Environment=\"POSTERN_JAVA_OPTIONS=([^\"]*)\"");

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Longer than the daemon takes to hand memory back. */
  private static final Duration QUIET = Duration.ofSeconds(25);

  /** Clock ticks of /proc/PID/stat a second, on every Linux. */
  private static final double TICKS = 100;

  private final Gateway gateway;
  private final Path log;
  private final Process process;
  private final long begin = System.nanoTime();

  /** CPU seconds a second when nothing is to do. */
  private double idle;

  private MeasuredDaemon(Gateway gateway, Path log, Process process) {
    this.gateway = gateway;
    this.log = log;
    this.process = process;
  }

  static MeasuredDaemon start(Gateway gateway) throws IOException {
    Matcher options = OPTIONS.matcher(Files.readString(UNIT));
    if (!options.find()) {
      throw new AssertionError(UNIT + " names no options");
    }
    Path log = gateway.folder().resolve("daemon.log");
    ProcessBuilder builder =
        gateway
            .namespace()
            .inside(gateway.command("daemon"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("POSTERN_JAVA_OPTIONS", options.group(1) + " -XX:MaxRAM=1536m");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return new MeasuredDaemon(gateway, log, builder.start());
  }

  /** From its start until it enforces. */
  Measured started() throws IOException, InterruptedException {
    await("enforces generation");
    return new Measured((System.nanoTime() - begin) / 1e9, cpu(), memory("VmHWM"));
  }

  /** A while in which nothing happens. */
  Measured idle() throws IOException, InterruptedException {
    Thread.sleep(QUIET);
    double before = cpu();
    long from = System.nanoTime();
    Thread.sleep(QUIET);
    double wall = (System.nanoTime() - from) / 1e9;
    double cpu = cpu() - before;
    idle = cpu / wall;
    return new Measured(wall, cpu, memory("VmRSS"));
  }

  /** The list changes on disk: until the change is applied, without what it does when idle. */
  Measured listChanged(int round) throws IOException, InterruptedException {
    gateway.list(round);
    return until(System.nanoTime(), cpu(), "applied");
  }

  /** The rules are gone: until they are back, and it says so. */
  Measured flushed() throws IOException, InterruptedException {
    double before = cpu();
    long from = System.nanoTime();
    gateway.flush();
    return until(from, before, "had changed our rules");
  }

  private Measured until(long from, double before, String told)
      throws IOException, InterruptedException {
    await(told);
    double wall = (System.nanoTime() - from) / 1e9;
    return new Measured(wall, Math.max(0, cpu() - before - idle * wall), memory("VmHWM"));
  }

  private void await(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(log).contains(text)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("no \"" + text + "\": " + Files.readString(log));
      }
      Thread.sleep(5);
    }
  }

  private double cpu() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  private long memory(String name) throws IOException {
    List<String> lines = Files.readAllLines(proc("status"));
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  private Path proc(String file) {
    return Path.of("/proc", String.valueOf(process.pid()), file);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
