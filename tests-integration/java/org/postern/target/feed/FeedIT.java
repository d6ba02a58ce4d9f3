package org.postern.target.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;
import org.postern.diagnostic.Span;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.TargetBinding;
import org.postern.target.Applied;
import org.postern.target.HostSecrets;
import org.postern.target.Target;

/** Lists are pulled by curl while they change; signatures are checked by openssl. */
@Timeout(600)
class FeedIT {
  private static final int CHANGES = Sizes.pick(50, 500);
  private static final int FETCHES = Sizes.pick(1_000, 10_000);
  private static final int AT_ONCE = 250;

  @TempDir private Path folder;

  private Target open(Map<String, String> options) {
    return new FeedKind()
        .open(new TargetBinding("feed", "edge", Span.wholeFile(""), options), new HostSecrets());
  }

  private static void publish(Target target, Ruleset rules) throws IOException {
    Applied applied = target.apply(target.compile(Plan.between(target.observe(), rules)));
    assertTrue(applied instanceof Applied.Done, applied::toString);
  }

  /** A generation has a few hundred lines, each of which tells which one it is. */
  private static Ruleset generation(int number) {
    List<String> peers = new ArrayList<>();
    for (int i = 0; i < 200 + number % 50; i++) {
      peers.add("10.%d.%d.%d".formatted(number / 256, number % 256, i * 2 % 256));
      peers.add("172.16.%d.%d".formatted(i, number % 256));
    }
    return new Ruleset(List.of(ToyWorld.rule("smtp", peers.toArray(String[]::new))));
  }

  private static int run(Path log, String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }

  @Test
  void noBodyIsEmptyOrMixedWhileTheListsChange() throws Exception {
    Path served = Files.createDirectories(folder.resolve("feed"));
    Target target = open(Map.of("folder", served.toString(), "formats", "plain,json"));
    Semaphore turns = new Semaphore(0);
    Set<String> published = ConcurrentHashMap.newKeySet();
    publish(target, generation(0));
    published.add(Files.readString(served.resolve("smtp.txt")));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, served));
    try (ExecutorService threads = Executors.newFixedThreadPool(4);
        ExecutorService writer = Executors.newSingleThreadExecutor()) {
      server.setExecutor(threads);
      server.start();
      var writing =
          writer.submit(
              () -> {
                for (int number = 1; number <= CHANGES; number++) {
                  turns.acquire();
                  FeedFormat plain = FeedFormat.PLAIN;
                  published.add(plain.text(generation(number).rules().getFirst()));
                  publish(target, generation(number));
                }
                return CHANGES;
              });
      List<String> bodies = new ArrayList<>();
      while (bodies.size() < FETCHES) {
        turns.release(AT_ONCE * CHANGES / FETCHES);
        bodies.addAll(fetch(server.getAddress().getPort()));
      }
      turns.release(CHANGES);
      assertEquals(CHANGES, writing.get());
      for (String body : bodies) {
        assertTrue(published.contains(body), () -> "of no generation: " + body);
      }
      long seen = bodies.stream().distinct().count();
      System.out.printf("feed: %d fetches, %d changes, %d seen%n", bodies.size(), CHANGES, seen);
      assertTrue(seen > 1, "it changed meanwhile");
    } finally {
      server.stop(0);
    }
  }

  /** As web servers do: what was opened is sent, whatever is renamed meanwhile. */
  private static void answer(HttpExchange exchange, Path served) throws IOException {
    try (exchange) {
      byte[] body =
          Files.readAllBytes(served.resolve(exchange.getRequestURI().getPath().substring(1)));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private List<String> fetch(int port) throws IOException, InterruptedException {
    Path bodies = Files.createTempDirectory(folder, "bodies");
    String url = "http://127.0.0.1:%d/smtp.txt?[1-%d]".formatted(port, AT_ONCE);
    int exit =
        run(
            folder.resolve("curl.log"),
            "curl",
            "--silent",
            "--show-error",
            "--fail",
            "--parallel",
            "--parallel-max",
            "8",
            "--output",
            bodies + "/#1",
            url);
    assertEquals(0, exit, () -> read(folder.resolve("curl.log")));
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(bodies)) {
      files.forEach(file -> texts.add(read(file)));
    }
    assertEquals(AT_ONCE, texts.size());
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void signaturesAndDigestsAreCheckedByTheUsualTools() throws Exception {
    Path key = folder.resolve("feed.key");
    Path log = folder.resolve("log");
    assertEquals(
        0, run(log, "openssl", "genpkey", "-algorithm", "ed25519", "-out", key.toString()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path pub = folder.resolve("feed.pub");
    assertEquals(
        0, run(log, "openssl", "pkey", "-in", key.toString(), "-pubout", "-out", pub.toString()));
    Path served = folder.resolve("feed");
    publish(open(Map.of("folder", served.toString(), "sign", "file:" + key)), generation(1));
    for (String name : List.of("smtp.txt", "smtp.json", Manifest.NAME)) {
      assertEquals(0, verify(pub, served.resolve(name)), () -> read(log));
      assertEquals(
          0,
          run(log, "sh", "-c", "cd '%s' && sha256sum -c %s.sha256".formatted(served, name)),
          () -> read(log));
    }
    Files.writeString(served.resolve("smtp.txt"), "0.0.0.0/0\n");
    assertFalse(verify(pub, served.resolve("smtp.txt")) == 0, "a forged list");
  }

  private int verify(Path pub, Path list) throws IOException, InterruptedException {
    return run(
        folder.resolve("log"),
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        pub.toString(),
        "-rawin",
        "-in",
        list.toString(),
        "-sigfile",
        list + ".sig");
  }
}
