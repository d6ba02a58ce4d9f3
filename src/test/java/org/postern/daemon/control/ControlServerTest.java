package org.postern.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.daemon.Clients;
import org.postern.daemon.KeptJournal;
import org.postern.daemon.journal.JournalEntry;
import org.postern.daemon.journal.Priority;
import org.postern.host.ffm.UnixListener;

/** What a client that behaves can rely on, and what a handler may do. */
class ControlServerTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final ControlServer.Limits LIMITS =
      new ControlServer.Limits(4, 4, 1_000, LONG, LONG, LONG);

  @TempDir private Path folder;
  private final KeptJournal journal = new KeptJournal();
  private Optional<ControlServer> server = Optional.empty();

  private Path serve(Access access, ControlServer.Handler handler) throws IOException {
    Path socket = folder.resolve("control.sock");
    UnixListener listener = UnixListener.bind(socket, "rw-------", Optional.empty());
    server =
        Optional.of(
            ControlServer.start(
                listener, access, (by, peer) -> ClientClass.READER, LIMITS, handler, journal));
    return socket;
  }

  @AfterEach
  void stop() throws IOException {
    if (server.isPresent()) {
      server.get().close();
    }
  }

  private static Map<String, Object> echo(Map<String, Object> request, Caller caller) {
    return Map.of("got", request);
  }

  @Test
  void requestsAreAnsweredInTurn() throws IOException {
    Path socket = serve(Access.READ, ControlServerTest::echo);
    try (SocketChannel client = Clients.connect(socket)) {
      Clients.send(client, "{\"a\":1}\n{\"b\":[true,");
      assertEquals("{\"got\":{\"a\":1}}", Clients.line(client));
      Clients.send(client, "null]}\r\n{}\n");
      assertEquals("{\"got\":{\"b\":[true,null]}}", Clients.line(client));
      assertEquals("{\"got\":{}}", Clients.line(client));
    }
  }

  /** Who has given up may have done something else meanwhile. */
  @Test
  void aClientThatHasLeftIsNotServedLater() throws IOException {
    Path socket = folder.resolve("control.sock");
    UnixListener listener = UnixListener.bind(socket, "rw-------", Optional.empty());
    try (SocketChannel gone = Clients.connect(socket)) {
      Clients.send(gone, "{\"gone\":1}\n");
    }
    List<Map<String, Object>> served = new CopyOnWriteArrayList<>();
    ControlServer.Handler handler =
        (request, caller) -> {
          served.add(request);
          return request;
        };
    try (SocketChannel patient = Clients.connect(socket)) {
      Clients.send(patient, "{\"patient\":1}\n");
      patient.shutdownOutput();
      server =
          Optional.of(
              ControlServer.start(
                  listener,
                  Access.CHANGE,
                  (by, peer) -> ClientClass.READER,
                  LIMITS,
                  handler,
                  journal));
      assertEquals("{\"patient\":1}", Clients.line(patient));
    }
    assertEquals(List.of(Map.of("patient", 1)), served);
  }

  @Test
  void theHandlerKnowsWhoAsksAndByWhichSocket() throws IOException {
    Path socket =
        serve(
            Access.CHANGE,
            (request, caller) ->
                Map.of("access", caller.access().name(), "pid", caller.peer().pid()));
    try (SocketChannel client = Clients.connect(socket)) {
      Clients.send(client, "{}\n");
      String answer = Clients.line(client);

      assertTrue(answer.contains("\"access\":\"CHANGE\""), answer);
      assertTrue(answer.contains("\"pid\":" + ProcessHandle.current().pid()), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{\"a\":1",
        "{\"a\":1} {}",
        "{\"a\":1,\"a\":2}",
        "{\"deep\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
      })
  void aBadRequestIsAnsweredAndTheNextOneToo(String request) throws IOException {
    Path socket = serve(Access.READ, ControlServerTest::echo);
    try (SocketChannel client = Clients.connect(socket)) {
      Clients.send(client, request + "\n{\"next\":1}\n");

      String answer = Clients.line(client);
      assertTrue(answer.startsWith("{\"error\":\"bad request: not a JSON object"), answer);
      assertEquals("{\"got\":{\"next\":1}}", Clients.line(client));
    }
    assertTrue(journal.entries().isEmpty());
  }

  @Test
  void aHandlerThatFailsEndsNothing() throws IOException {
    Path socket = serve(Access.READ, ControlServerTest::fail);
    try (SocketChannel client = Clients.connect(socket)) {
      for (String how : new String[] {"throw", "overflow", "cycle"}) {
        Clients.send(client, "{\"how\":\"" + how + "\"}\n");
        String answer = Clients.line(client);
        assertTrue(answer.startsWith("{\"error\":\"internal error, see the journal"), answer);
      }
      Clients.send(client, "{\"how\":\"not\"}\n");
      assertEquals("{\"how\":\"not\"}", Clients.line(client));
    }

    assertEquals(3, journal.entries().size());
    JournalEntry first = journal.entries().getFirst();
    assertEquals(Priority.ERROR, first.priority());
    assertTrue(first.message().contains("IllegalStateException: on\\x1B purpose"));
    assertTrue(first.message().contains("ControlServerTest.fail"), first.message());
    assertEquals(
        Long.toString(ProcessHandle.current().pid()), first.fields().get("POSTERN_PEER_PID"));
    assertTrue(String.valueOf(first.fields().get("POSTERN_TRACE")).contains("ControlSession"));
  }

  private static Map<String, Object> fail(Map<String, Object> request, Caller caller) {
    return switch (String.valueOf(request.get("how"))) {
      case "throw" -> throw new IllegalStateException("on\u001b purpose");
      case "overflow" -> fail(new HashMap<>(request), caller);
      case "cycle" -> {
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("self", cycle);
        yield cycle;
      }
      default -> request;
    };
  }

  @Test
  void closingEndsAllWithinASecond() throws Exception {
    Path socket =
        serve(
            Access.READ,
            (request, caller) -> {
              sleep();
              return Map.of();
            });
    try (SocketChannel idle = Clients.connect(socket);
        SocketChannel asking = Clients.connect(socket);
        SocketChannel answered = Clients.connect(socket)) {
      Clients.send(asking, "{\"half\":");
      Clients.send(answered, "{}\n{}\n{}\n");
      Thread.sleep(200);
      long start = System.nanoTime();
      server.orElseThrow().close();

      assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos(), "close is slow");
      assertEquals("", Clients.rest(idle));
      assertEquals("", Clients.rest(asking));
      assertEquals("", Clients.rest(answered));
    }
    assertFalse(Files.exists(socket), "the socket was left behind");
    server.orElseThrow().close();
  }

  private static void sleep() {
    try {
      Thread.sleep(LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
