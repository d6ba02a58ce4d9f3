package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.source.dns.LyingServer;

/**
 * The daemon over time, with all that goes wrong at once: a thousand names that change, a resolver
 * that is silent, fails and answers by turns, strangers who delete our table, and kills; under a
 * constant stream of packets from those who always are in, and from those who never are.
 */
@Tag("nightly")
class SoakIT {
  private static final int NAMES = 1_000;
  private static final int STABLE = 10;
  private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("postern.soak", 20));
  private static final Duration ROUND = Duration.ofSeconds(20);

  /** On a machine that is kept busy by the flood itself. */
  private static final Duration START = Duration.ofMinutes(2);

  private final SwapTrial trial = new SwapTrial(200);
  private final Random random = new Random(11);
  private final List<List<String>> answers = new ArrayList<>();

  @TempDir private Path folder;
  private Optional<LyingServer> resolver = Optional.empty();
  private Optional<Process> daemon = Optional.empty();
  private long peak;
  private long descriptors;
  private int kills;
  private int flushes;

  @AfterEach
  void end() throws Exception {
    if (daemon.isPresent()) {
      daemon.get().destroyForcibly().waitFor();
    }
    if (resolver.isPresent()) {
      resolver.get().close();
    }
    trial.close();
  }

  @Test
  void nobodyIsJudgedWrong() throws Exception {
    begin();
    long repairs = 0;
    long slowest = 0;
    SwapTrial.Counts counts = trial.flooded(() -> {});
    for (long end = System.nanoTime() + LENGTH.toNanos(); System.nanoTime() < end; ) {
      counts = trial.flooded(this::round);
      assertEquals(0, counts.wrong(), counts::text);
      long took = flush();
      slowest = Math.max(slowest, took);
      repairs++;
    }
    System.out.printf(
        "soak: minutes=%d names=%d %s kills=%d flushes=%d repairs=%d slowest_repair_ms=%d"
            + " peak_rss_kib=%d descriptors=%d%n",
        LENGTH.toMinutes(),
        NAMES,
        counts.text(),
        kills,
        flushes,
        repairs,
        slowest / 1_000_000,
        peak,
        descriptors);
    assertTrue(kills > 0 && flushes > 0, "nothing went wrong");
    assertTrue(slowest < Duration.ofSeconds(5).toNanos(), "the slowest repair took " + slowest);
  }

  private LyingServer resolver() {
    return resolver.orElseThrow();
  }

  private Process daemon() {
    return daemon.orElseThrow();
  }

  private void begin() throws Exception {
    trial.server().ip("link set lo up");
    for (int name = 0; name < NAMES; name++) {
      answers.add(name < STABLE ? stable(name) : fresh());
    }
    resolver = Optional.of(trial.server().run(() -> LyingServer.start(records())));
    Files.writeString(folder.resolve("policy.yaml"), policy());
    assertEquals(0, postern("apply", "--reason", "soak").waitFor(), this::log);
    start();
  }

  /** Those who always are in, spread over names that never change. */
  private List<String> stable(int name) {
    List<Address> kept = trial.kept();
    return IntStream.range(0, kept.size())
        .filter(i -> i % STABLE == name)
        .mapToObj(kept::get)
        .map(Address::toString)
        .toList();
  }

  private List<String> fresh() {
    return Stream.generate(
            () ->
                "8.%d.%d.%d"
                    .formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256)))
        .limit(1 + random.nextInt(3))
        .toList();
  }

  private List<String> records() {
    List<String> records = new ArrayList<>();
    records.add("example. 60 SOA ns.example. root.example. 1 3600 600 86400 60");
    for (int name = 0; name < NAMES; name++) {
      for (String address : answers.get(name)) {
        String type = address.contains(":") ? "AAAA" : "A";
        records.add("n%d.example. 5 %s %s".formatted(name, type, address));
      }
    }
    return records;
  }

  private String policy() {
    String names =
        IntStream.range(0, NAMES)
            .mapToObj(name -> "      - {dns: n%d.example%s}\n".formatted(name, family(name)))
            .collect(Collectors.joining());
    return """
    sets:
      filter:
        guard: {special: allow, grow: 1000%%, widest: {ip: /8, ip6: /16}}
        sources:
    %srules:
      - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
    resolve: {servers: ["127.0.0.1:%d"], ttl: {floor: 10s}}
    """
        .formatted(names, resolver().address().getPort());
  }

  private String family(int name) {
    boolean both = answers.get(name).stream().anyMatch(one -> one.contains(":"));
    return both ? "" : ", family: " + Family.IP.text();
  }

  /** Twenty seconds of names that change, of lies and of kills. */
  private void round() {
    try {
      long end = System.nanoTime() + ROUND.toNanos();
      while (System.nanoTime() < end) {
        for (int i = 0; i < 20; i++) {
          answers.set(STABLE + random.nextInt(NAMES - STABLE), fresh());
        }
        resolver().records(records().toArray(String[]::new));
        lie();
        Thread.sleep(2_000);
        measure();
      }
      if (random.nextInt(3) == 0) {
        daemon().destroyForcibly().waitFor();
        kills++;
        start();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Of the stable names too: failure never removes. */
  private void lie() {
    String name = "n%d.example.".formatted(random.nextInt(random.nextBoolean() ? STABLE : NAMES));
    switch (random.nextInt(4)) {
      case 0 -> resolver().failing(name, "SERVFAIL");
      case 1 -> resolver().silent(name);
      case 2 -> resolver().failing(name, "REFUSED");
      default -> IntStream.range(0, NAMES).forEach(i -> resolver().honest("n" + i + ".example."));
    }
  }

  /** A stranger deletes our table: how long until it is back, and whole. */
  private long flush() {
    flushes++;
    long begin = System.nanoTime();
    trial.server().nft("delete table inet postern");
    Watch.await(
        () -> trial.server().observe().owned().rule("smtp").isPresent(), "nothing is repaired");
    return System.nanoTime() - begin;
  }

  private void measure() throws IOException {
    Path proc = Path.of("/proc", String.valueOf(daemon().pid()));
    try (Stream<String> lines = Files.lines(proc.resolve("status"));
        Stream<Path> open = Files.list(proc.resolve("fd"))) {
      descriptors = Math.max(descriptors, open.count());
      peak =
          Math.max(
              peak,
              lines
                  .filter(line -> line.startsWith("VmRSS:"))
                  .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                  .findFirst()
                  .orElse(0));
    }
  }

  private void start() throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("log"));
    daemon = Optional.of(postern("daemon"));
    Watch.await(() -> log().contains("proven"), START, () -> "the daemon does not start: " + log());
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "";
    }
  }

  private Process postern(String... words) {
    List<String> command = new ArrayList<>(List.of(System.getProperty("postern.image")));
    command.addAll(List.of(words));
    command.addAll(List.of("--state", folder.resolve("state").toString()));
    if (words[0].equals("apply")) {
      command.add(folder.resolve("policy.yaml").toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("POSTERN_JAVA_OPTIONS", "-Xmx96m -Xss512k");
    builder.redirectOutput(folder.resolve("log").toFile());
    return trial.server().run(builder::start);
  }
}
