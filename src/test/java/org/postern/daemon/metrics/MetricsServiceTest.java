package org.postern.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Daemon;
import org.postern.daemon.Status;
import org.postern.daemon.Watched;
import org.postern.pipeline.Prepared;
import org.postern.plan.Observation;
import org.postern.policy.MachineSettings;

/** Figures get where Prometheus looks, and trouble with that is told and over by itself. */
@Timeout(60)
class MetricsServiceTest {
  private static final Duration OFTEN = Duration.ofMillis(20);

  @TempDir private Path folder;
  private final BlockingQueue<String> trouble = new LinkedBlockingQueue<>();
  private Daemon.Running running = new Told(null);

  private record Told(@Nullable Status told) implements Daemon.Running {
    @Override
    public Status status() {
      if (told == null) {
        throw new IllegalStateException("the daemon does not answer");
      }
      return told;
    }

    @Override
    public Map<String, Observation> observed() {
      return Map.of();
    }

    @Override
    public void ordered() {}

    @Override
    public void learned(Prepared prepared) {}
  }

  @BeforeEach
  void daemon() throws IOException {
    Path host = Files.createDirectory(folder.resolve("host"));
    running = new Told(Watched.well(host).status());
  }

  private AutoCloseable begun(MachineSettings.Metrics settings, Daemon.Running of) {
    return new MetricsService(settings, trouble::add, OFTEN).begin(of);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, "it does not come");
      Thread.sleep(10);
    }
  }

  @Test
  void aFileIsWrittenWholeAndForAllToRead() throws Exception {
    Path file = folder.resolve("postern.prom");
    try (AutoCloseable _ = begun(new MachineSettings.Metrics.ToFile(file.toString()), running)) {
      await(() -> Files.exists(file));
      String text = Files.readString(file);
      assertTrue(text.endsWith("\n") && text.contains("postern_target_held"), text);
      assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      Files.writeString(file, "");
      await(() -> Files.size(file) > 0);
    }
    assertTrue(Files.exists(file));
    try (var left = Files.list(folder)) {
      assertEquals(
          List.of(folder.resolve("host"), file), left.sorted().toList(), "temporary files");
    }
    assertEquals(List.of(), List.copyOf(trouble));
  }

  @Test
  void aFolderThatIsMissingIsToldOnce() throws Exception {
    Path later = folder.resolve("later");
    Path file = later.resolve("postern.prom");
    try (AutoCloseable _ = begun(new MachineSettings.Metrics.ToFile(file.toString()), running)) {
      String said = trouble.poll(30, TimeUnit.SECONDS);
      assertTrue(said != null && said.contains(later.toString()), said);
      Thread.sleep(10 * OFTEN.toMillis());
      Files.createDirectory(later);
      await(() -> Files.exists(file));
    }
    assertEquals(List.of(), List.copyOf(trouble));
  }

  @Test
  void aDaemonThatDoesNotAnswerEndsNothing() throws Exception {
    Path file = folder.resolve("postern.prom");
    try (AutoCloseable _ =
        begun(new MachineSettings.Metrics.ToFile(file.toString()), new Told(null))) {
      String said = trouble.poll(30, TimeUnit.SECONDS);
      assertTrue(said != null && said.contains("does not answer"), said);
    }
  }

  @Test
  void aPortThatSomebodyHasIsTakenWhenItIsFree() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    int port;
    AutoCloseable service;
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      port = taken.getLocalPort();
      service = begun(new MachineSettings.Metrics.Listen("127.0.0.1", port), running);
      String said = trouble.poll(30, TimeUnit.SECONDS);
      assertTrue(said != null && said.contains("in use"), said);
    }
    try (service) {
      await(() -> page(loopback, port).contains("postern_target_held{"));
    }
    assertEquals("", page(loopback, port));
  }

  private static String page(InetAddress loopback, int port) {
    try (Socket socket = new Socket(loopback, port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
