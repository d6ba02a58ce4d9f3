package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.ffm.UnixListener;

/** Clients that take what they can get keep nobody else out for longer than the limits say. */
class HostileClientsTest {
  private static final Duration LIMIT = Duration.ofMillis(400);

  /** A machine with other things to do may be this late. */
  private static final Duration LATE = LIMIT.plusSeconds(5);

  private static final Duration NEVER = Duration.ofMinutes(5);
  private static final int LARGE = 1 << 20;
  private static final String BUSY = "{\"error\":\"busy\"}";

  @TempDir private Path folder;
  private final KeptJournal journal = new KeptJournal();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path socket = Path.of("unset");

  private ControlServer serve(ControlServer.Limits limits) throws IOException {
    socket = folder.resolve("control.sock");
    UnixListener listener = UnixListener.bind(socket, "rw-------", Optional.empty());
    ControlServer server =
        ControlServer.start(listener, Access.READ, limits, HostileClientsTest::answer, journal);
    open.add(server);
    return server;
  }

  /** Answers with as much as is asked for. */
  private static Map<String, Object> answer(Map<String, Object> request, Caller caller) {
    int size = request.get("size") instanceof Integer number ? number : 0;
    return Map.of("text", "x".repeat(size));
  }

  private SocketChannel client() throws IOException {
    SocketChannel client = Clients.connect(socket);
    open.add(client);
    return client;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    assertEquals(List.of(), journal.entries());
  }

  /** Waits until a new client is answered; fails when that takes too long. */
  private void assertServedInTime() throws IOException {
    long start = System.nanoTime();
    String answer = BUSY;
    while (answer.equals(BUSY)) {
      assertTrue(System.nanoTime() - start < LATE.toNanos(), "nobody else is served");
      Optional<ControlClient> client = ControlClient.connect(socket);
      try (ControlClient asking = client.orElseThrow()) {
        answer = asking.ask(Map.of(), NEVER).containsKey("text") ? "" : BUSY;
      }
    }
  }

  @Test
  void oneTooManyIsToldSoAtOnce() throws IOException {
    serve(new ControlServer.Limits(2, 1_000, NEVER, NEVER, NEVER));
    SocketChannel first = client();
    client();

    assertEquals(BUSY + "\n", Clients.rest(client()));
    Clients.send(first, "{}\n");
    assertEquals("{\"text\":\"\"}", Clients.line(first));
    first.close();
    assertServedInTime();
  }

  @Test
  void aThousandIdleClientsKeepNobodyOut() throws Exception {
    serve(new ControlServer.Limits(16, 1_000, NEVER, LIMIT, NEVER));
    List<SocketChannel> idle = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      idle.add(client());
    }
    assertTrue(threads() <= 17, threads() + " threads");
    assertServedInTime();

    for (SocketChannel each : idle) {
      String end = Clients.rest(each);
      assertTrue(end.isEmpty() || end.equals(BUSY + "\n"), end);
    }
    assertServedInTime();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("control-read-"))
        .count();
  }

  @Test
  void whoDribblesIsHungUpOn() throws Exception {
    serve(new ControlServer.Limits(1, 1_000, LIMIT, NEVER, NEVER));
    SocketChannel dribbler = client();
    Thread dribbling =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 1_000; i++) {
                      Clients.send(dribbler, i == 0 ? "{" : " ");
                      Thread.sleep(20);
                    }
                  } catch (IOException | InterruptedException e) {
                    return; // hung up on
                  }
                });
    assertServedInTime();

    assertEquals("{\"error\":\"bad request: not complete after 400 ms\"}", Clients.line(dribbler));
    dribbling.join();
  }

  @Test
  void nobodyIsListenedToForTenMegabytes() throws IOException {
    serve(new ControlServer.Limits(1, 1_000, NEVER, NEVER, NEVER));
    SocketChannel client = client();
    assertThrows(IOException.class, () -> Clients.send(client, "x".repeat(10 << 20)));

    assertEquals("{\"error\":\"bad request: more than 1000 bytes\"}", Clients.line(client));
    assertServedInTime();
  }

  @Test
  void whoDoesNotReadIsHungUpOn() throws IOException {
    serve(new ControlServer.Limits(1, 1_000, NEVER, NEVER, LIMIT));
    SocketChannel client = client();
    Clients.send(client, "{\"size\":10000000}\n");

    assertServedInTime();
    assertTrue(Clients.rest(client).length() < 10_000_000, "all was sent");
  }

  /** Small requests go on meanwhile. */
  @Test
  void oneLargeRequestIsInMemoryAtATime() throws IOException {
    serve(new ControlServer.Limits(4, LARGE, LIMIT, NEVER, NEVER));
    SocketChannel first = client();
    Clients.send(first, "{\"text\":\"" + "x".repeat(LARGE / 2));
    assertServedInTime();
    long start = System.nanoTime();
    try (ControlClient second = ControlClient.connect(socket).orElseThrow()) {
      Map<String, Object> large = Map.of("text", "x".repeat(LARGE / 2));
      Map<String, Object> answer = second.ask(large, NEVER);

      assertEquals(Map.of("text", ""), answer);
      assertTrue(System.nanoTime() - start < LATE.toNanos(), "the second waits");
    }
    assertEquals("{\"error\":\"bad request: not complete after 400 ms\"}", Clients.line(first));
  }

  @Test
  void aLargeRequestIsBoundedToo() throws IOException {
    serve(new ControlServer.Limits(4, LARGE, NEVER, NEVER, NEVER));
    try (ControlClient client = ControlClient.connect(socket).orElseThrow()) {
      assertEquals(
          Map.of("error", "bad request: more than 1048576 bytes"),
          client.ask(Map.of("text", "x".repeat(LARGE)), NEVER));
    }
    String objects = "{\"many\":[" + "[],".repeat(LARGE / 4) + "0]}\n";
    SocketChannel many = client();
    Clients.send(many, objects);
    assertEquals(
        "{\"error\":\"bad request: not a JSON object that is read: more than 32 levels or"
            + " 100,000 tokens\"}",
        Clients.line(many));
    assertServedInTime();
  }

  @Test
  void nothingIsLeftOfClientsThatCameAndWent() throws IOException {
    ControlServer server = serve(new ControlServer.Limits(4, 1_000, NEVER, NEVER, NEVER));
    assertServedInTime();
    long before = descriptors();
    for (int i = 0; i < 200; i++) {
      SocketChannel client = Clients.connect(socket);
      Clients.send(client, i % 2 == 0 ? "{\"size\":100000}\n" : "{");
      client.close();
    }
    assertServedInTime();
    server.close();

    assertTrue(descriptors() < before + 20, "descriptors leak");
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }
}
