package org.postern.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Clients;
import org.postern.daemon.KeptJournal;
import org.postern.host.ffm.UnixListener;

/** Clients that take what they can get keep no other client out for longer than the limits say. */
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
  private final Semaphore atWork = new Semaphore(0);
  private final CountDownLatch release = new CountDownLatch(1);
  private Path socket = Path.of("unset");

  private ControlServer serve(ControlServer.Limits limits) throws IOException {
    return serve(limits, ClientClass.READER);
  }

  private ControlServer serve(ControlServer.Limits limits, ClientClass all) throws IOException {
    socket = folder.resolve("control.sock");
    UnixListener listener = UnixListener.bind(socket, "rw-------", Optional.empty());
    ControlServer server =
        ControlServer.start(
            listener, Access.READ, (access, peer) -> all, limits, this::answer, journal);
    open.add(server);
    return server;
  }

  /** Answers with as much as is asked for. */
  private Map<String, Object> answer(Map<String, Object> request, Caller caller) {
    if (request.containsKey("wait")) {
      atWork.release();
      await(release);
    }
    int size = request.get("size") instanceof Integer number ? number : 0;
    return Map.of("text", "x".repeat(size));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
      assertTrue(System.nanoTime() - start < LATE.toNanos(), "no other client is served");
      Optional<ControlClient> client = ControlClient.connect(socket);
      try (ControlClient asking = client.orElseThrow()) {
        answer = asking.ask(Map.of(), NEVER).containsKey("text") ? "" : BUSY;
      }
    }
  }

  @Test
  void oneTooManyIsToldSoAtOnce() throws Exception {
    serve(new ControlServer.Limits(2, 2, 1_000, NEVER, NEVER, NEVER), ClientClass.ROOT);
    SocketChannel first = client();
    SocketChannel second = client();
    for (SocketChannel each : List.of(first, second)) {
      Clients.send(each, "{\"wait\":true}\n");
      atWork.acquire();
    }

    assertEquals(BUSY + "\n", Clients.rest(client()));
    release.countDown();
    assertEquals("{\"text\":\"\"}", Clients.line(first));
    assertEquals("{\"text\":\"\"}", Clients.line(second));
    assertServedInTime();
  }

  @Test
  void anIdleConnectionMakesRoom() throws IOException {
    serve(new ControlServer.Limits(2, 2, 1_000, NEVER, NEVER, NEVER));
    SocketChannel idle = client();
    SocketChannel half = client();
    Clients.send(half, "{\"text\":");
    assertServedInTime();
    assertEquals("", Clients.rest(idle));
    SocketChannel third = client();
    Clients.send(third, "{}\n");
    assertEquals("{\"text\":\"\"}", Clients.line(third));
  }

  /** Of one user whose first request takes long. */
  @Test
  void aThousandRequestsThatWaitForTheirTurnLeaveNoThreadsBehind() throws Exception {
    serve(new ControlServer.Limits(4, 1_000, 1_000, NEVER, NEVER, NEVER));
    Clients.send(client(), "{\"wait\":true}\n");
    atWork.acquire();
    for (int i = 0; i < 1_000; i++) {
      Clients.send(client(), "{}\n");
    }
    SocketChannel last = client();
    Clients.send(last, "{}\n");
    long end = System.nanoTime() + LATE.toNanos();
    while (threads() > 8) {
      assertTrue(System.nanoTime() < end, threads() + " threads");
      Thread.onSpinWait();
    }
    release.countDown();
    assertEquals("{\"text\":\"\"}", Clients.line(last));
  }

  @Test
  void aThousandIdleClientsKeepNobodyOut() throws Exception {
    serve(new ControlServer.Limits(16, 16, 1_000, NEVER, LIMIT, NEVER));
    List<SocketChannel> idle = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      idle.add(client());
    }
    assertServedInTime();
    assertTrue(threads() <= 2 * 17, threads() + " threads");

    for (SocketChannel each : idle) {
      String end = Clients.rest(each);
      assertEquals("", end);
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
    serve(new ControlServer.Limits(2, 2, 1_000, LIMIT, NEVER, NEVER));
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
    assertServedInTime();
    dribbling.join();
  }

  @Test
  void nobodyIsListenedToForTenMegabytes() throws IOException {
    serve(new ControlServer.Limits(1, 1, 1_000, NEVER, NEVER, NEVER));
    SocketChannel client = client();
    assertThrows(IOException.class, () -> Clients.send(client, "x".repeat(10 << 20)));

    assertEquals("{\"error\":\"bad request: more than 1000 bytes\"}", Clients.line(client));
    assertServedInTime();
  }

  /** Until then no other request of his is answered: he has one answer in memory. */
  @Test
  void whoDoesNotReadIsHungUpOn() throws IOException {
    serve(new ControlServer.Limits(2, 2, 1_000, NEVER, NEVER, LIMIT));
    SocketChannel client = client();
    Clients.send(client, "{\"size\":10000000}\n");
    assertEquals(1, client.read(ByteBuffer.allocate(1)), "its turn has begun");

    assertServedInTime();
    assertTrue(Clients.rest(client).length() < 10_000_000, "all was sent");
  }

  /** Small requests go on meanwhile. */
  @Test
  void oneLargeRequestIsInMemoryAtATime() throws IOException {
    serve(new ControlServer.Limits(4, 4, LARGE, LIMIT, NEVER, NEVER));
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
    serve(new ControlServer.Limits(4, 4, LARGE, NEVER, NEVER, NEVER));
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
    ControlServer server = serve(new ControlServer.Limits(4, 4, 1_000, NEVER, NEVER, NEVER));
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
