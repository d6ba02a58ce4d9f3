package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.netlink.TableFamily;

/**
 * The daemon over a long list, in the memory that its unit gives it: whatever is flushed is back,
 * again and again, and no reader ends it, whatever he asks.
 */
class LargeListIT {
  private static final int PREFIXES = Sizes.pick(20_000, 500_000);
  private static final int FLUSHES = Sizes.pick(4, 20);

  /** Nothing takes so long but what never comes. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Readers are root here, who is not kept from anything: they leave some processor to the daemon.
   */
  private static final long PAUSE_NANOS = 100_000_000;

  private static final int METRICS = 9547;
  private static final String REPAIRED = "had changed our rules";

  private static final List<String> QUESTIONS =
      List.of(
          "\"status\",\"words\":[],\"options\":{}",
          "\"status\",\"words\":[],\"options\":{\"--format\":\"json\"}",
          "\"status\",\"words\":[],\"options\":{\"--nagios\":\"\"}",
          "\"history\",\"words\":[],\"options\":{}",
          "\"refused\",\"words\":[],\"options\":{}",
          "\"sets\",\"words\":[],\"options\":{\"--running\":\"\"}",
          "\"sets\",\"words\":[\"f\"],\"options\":{\"--running\":\"\",\"--format\":\"json\"}",
          "\"rules\",\"words\":[],\"options\":{\"--running\":\"\"}",
          "\"sources\",\"words\":[],\"options\":{\"--running\":\"\"}",
          "\"why\",\"words\":[\"192.0.2.1\",\"25\"],\"options\":{\"--running\":\"\"}",
          "\"no such command\",\"words\":[],\"options\":{}");

  private final World world = new World();
  private final Host host = world.host("server");
  private final Blocklist list = Blocklist.of(PREFIXES);
  private final List<Thread> readers = new ArrayList<>();
  private final Map<String, AtomicLong> answered = new ConcurrentHashMap<>();
  private volatile boolean over;

  @TempDir private Path folder;

  @AfterEach
  void endOfTheWorld() {
    over = true;
    world.close();
  }

  @Test
  void whatIsFlushedIsBackAndNoReaderEndsIt() throws Exception {
    write();
    Process daemon = start();
    try {
      read();
      long slowest = 0;
      for (int flush = 1; flush <= FLUSHES; flush++) {
        slowest = Math.max(slowest, repair(daemon, flush));
      }
      awaitReaders();
      over = true;
      for (Thread reader : readers) {
        reader.join();
      }
      assertTrue(daemon.isAlive(), this::log);
      assertEquals(list.set(), host.accepted("smtp"));
      System.out.printf(
          "large list: prefixes=%d flushes=%d slowest_repair_ms=%d %s answered=%s%n",
          PREFIXES, FLUSHES, slowest / 1_000_000, memory(daemon), new TreeMap<>(answered));
    } finally {
      over = true;
      daemon.destroy();
      assertTrue(daemon.waitFor(1, TimeUnit.MINUTES), "it does not end");
    }
  }

  private void write() throws Exception {
    Files.write(
        folder.resolve("list.txt"), list.prefixes().stream().map(prefix -> prefix.text()).toList());
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        sets: {f: {sources: [{file: list.txt}], guard: {at-most: 1000000, widest: {ip6: /40}}}}
        rules: [{name: smtp, hook: input, port: tcp/25, accept: [f], otherwise: drop}]
        """);
    Files.writeString(
        folder.resolve("daemon.yaml"), "metrics: {listen: \"127.0.0.1:" + METRICS + "\"}\n");
    Process apply = postern("apply", folder.resolve("policy.yaml").toString());
    assertTrue(apply.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES), this::log);
    assertEquals(0, apply.waitFor(), this::log);
  }

  private Process start() {
    Process daemon = postern("daemon", "--config", folder.resolve("daemon.yaml").toString());
    Watch.await(
        () -> log().contains("enforces") || !daemon.isAlive(),
        PATIENCE,
        () -> "no start: " + log());
    assertTrue(daemon.isAlive(), this::log);
    return daemon;
  }

  private Process postern(String... words) {
    List<String> command = new ArrayList<>(List.of(System.getProperty("postern.image")));
    command.addAll(List.of(words));
    command.addAll(List.of("--state", state().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("POSTERN_JAVA_OPTIONS", optionsOfTheUnit());
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    return host.run(builder::start);
  }

  private static String optionsOfTheUnit() {
    try {
      String unit = Files.readString(Path.of("systemd/postern.service"));
      Matcher options = Pattern.compile("POSTERN_JAVA_OPTIONS=([^\"]*)\"").matcher(unit);
      Matcher most = Pattern.compile("MemoryMax=([0-9]+M)").matcher(unit);
      assertTrue(options.find() && most.find(), unit);
      return "-XX:MaxRAM=" + most.group(1) + " " + options.group(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path state() {
    return folder.resolve("state");
  }

  /** How long a flushed table takes to be back and to be proven, in nanoseconds. */
  private long repair(Process daemon, int flush) {
    long begin = System.nanoTime();
    host.load(flush % 2 == 0 ? "delete table inet postern" : "flush ruleset");
    Watch.await(() -> !daemon.isAlive() || hasRules(), PATIENCE, () -> "no repair: " + log());
    long took = System.nanoTime() - begin;
    Watch.await(
        () -> !daemon.isAlive() || log().split(REPAIRED, -1).length > flush,
        PATIENCE,
        () -> "no proof of repair " + flush + ": " + log());
    assertTrue(daemon.isAlive(), () -> "it has died at flush " + flush + ": " + log());
    return took;
  }

  private boolean hasRules() {
    return host.connected(
        connection -> !connection.reader().rules(TableFamily.INET, Names.TABLE).isEmpty());
  }

  /** Those who ask, and those who ask for nothing but trouble. */
  private void read() {
    QUESTIONS.forEach(
        question -> reader(question, () -> ask("{\"command\":" + question + "}\n", true)));
    reader("metrics", this::metrics);
    reader("half", () -> ask("{\"command\":\"sta", false));
    reader("garbage", () -> ask("\0\377}{[[[[[[[[\n", true));
    reader("deep", () -> ask("[".repeat(60_000) + "\n", true));
    reader("long", () -> ask("{\"command\":\"" + "x".repeat(200_000), false));
    reader("deaf", () -> ask("{\"command\":" + QUESTIONS.getFirst() + "}\n", false));
  }

  private interface Reading {
    boolean run() throws IOException;
  }

  private void reader(String name, Reading reading) {
    AtomicLong count = new AtomicLong();
    answered.put(name, count);
    Runnable loop =
        () -> {
          while (!over) {
            count.addAndGet(isAnswered(reading) ? 1 : 0);
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        };
    readers.add(Thread.ofPlatform().daemon().name(name).start(loop));
  }

  /** Hung up on, as who asks for too much is: who gets no answer at all is found in the end. */
  private static boolean isAnswered(Reading reading) {
    try {
      return reading.run();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean ask(String request, boolean listens) throws IOException {
    Path socket = state().resolve("read.sock");
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      return !listens || (channel.read(answer) > 0 && !isBusy(answer));
    }
  }

  private static boolean isBusy(ByteBuffer answer) {
    return StandardCharsets.UTF_8.decode(answer.flip()).toString().contains("\"busy\"");
  }

  private boolean metrics() throws IOException {
    try (NetnsThread inside = new NetnsThread(host.name())) {
      return inside.run(this::scrape);
    }
  }

  private boolean scrape() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), METRICS)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.contains("postern_");
    } catch (SocketTimeoutException e) {
      throw new AssertionError("metrics hang", e);
    } catch (IOException e) {
      return false;
    }
  }

  /** Each of them is answered at last. */
  private void awaitReaders() {
    answered.forEach(
        (name, count) -> Watch.await(() -> count.get() > 0, PATIENCE, () -> "unanswered: " + name));
  }

  private String memory(Process daemon) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + daemon.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
        .map(line -> line.replaceAll("\\s+", ""))
        .collect(Collectors.joining(" "));
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "";
    }
  }
}
