package org.postern.daemon.control;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.daemon.Clients;
import org.postern.daemon.KeptJournal;
import org.postern.host.ffm.UnixListener;

class ControlClientTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Path socket = Path.of("unset");

  @BeforeEach
  void choosePath() {
    socket = folder.resolve("control.sock");
  }

  private ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  @Test
  void noSocketIsNobody() throws IOException {
    assertEquals(Optional.empty(), ControlClient.connect(socket));
    assertEquals(Optional.empty(), ControlClient.connect(folder.resolve("missing/control.sock")));
  }

  @Test
  void aSocketWithoutAListenerIsNobody() throws IOException {
    listen().close();
    assertTrue(Files.exists(socket), "the JDK leaves the file");

    assertEquals(Optional.empty(), ControlClient.connect(socket));
  }

  @Test
  void aSocketThatComesAndGoesIsThereOrNot() throws Exception {
    Path kept = folder.resolve("kept.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(kept))
        .close();
    AtomicBoolean over = new AtomicBoolean();
    Thread maker =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    assertDoesNotThrow(() -> Files.createLink(socket, kept));
                    assertDoesNotThrow(() -> Files.delete(socket));
                  }
                });

    for (int i = 0; i < 20_000; i++) {
      assertEquals(Optional.empty(), ControlClient.connect(socket));
    }
    assertTrue(maker.isAlive());
    over.set(true);
    maker.join();
  }

  @Test
  void largeRequestsAndAnswersGoThrough() throws IOException {
    UnixListener listener = UnixListener.bind(socket, "rw-------", Optional.empty());
    ControlServer.Limits limits = ControlServer.Limits.of(Access.CHANGE);
    KeptJournal journal = new KeptJournal();
    ControlServer server =
        ControlServer.start(
            listener,
            Access.CHANGE,
            (access, peer) -> ClientClass.ROOT,
            limits,
            (r, c) -> r,
            journal);
    try (ControlClient client = ControlClient.connect(socket).orElseThrow()) {
      for (int size : new int[] {0, 65_520, 65_536, 19 << 20}) {
        Map<String, Object> request = Map.of("text", "\u00fc\n".repeat(size / 4));
        assertEquals(request, client.ask(request, LONG));
      }
      server.close();
      assertThrows(IOException.class, () -> client.ask(Map.of(), LONG));
    }
    assertTrue(journal.entries().isEmpty());
  }

  @Test
  void aDaemonThatDoesNotAnswerIsNotWaitedFor() throws IOException {
    try (ServerSocketChannel listening = listen();
        ControlClient client = ControlClient.connect(socket).orElseThrow();
        SocketChannel silent = listening.accept()) {
      long start = System.nanoTime();
      Duration deadline = Duration.ofMillis(200);
      assertThrows(SocketTimeoutException.class, () -> client.ask(Map.of(), deadline));
      Clients.send(silent, "{\"half\":");
      assertThrows(SocketTimeoutException.class, () -> client.ask(Map.of(), deadline));
      Map<String, Object> large = Map.of("text", "x".repeat(5_000_000));
      assertThrows(SocketTimeoutException.class, () -> client.ask(large, deadline));

      long took = System.nanoTime() - start;
      assertTrue(took >= 3 * deadline.toNanos() && took < LONG.toNanos(), took + " ns");
    }
  }

  @Test
  void aDaemonThatHangsUpSaysNothing() throws IOException {
    try (ServerSocketChannel listening = listen();
        ControlClient client = ControlClient.connect(socket).orElseThrow()) {
      SocketChannel daemon = listening.accept();
      daemon.shutdownOutput();

      assertThrows(EOFException.class, () -> client.ask(Map.of(), LONG));
      daemon.close();
    }
  }

  @Test
  void anAnswerThatIsNoObjectIsAnError() throws IOException {
    try (ServerSocketChannel listening = listen();
        ControlClient client = ControlClient.connect(socket).orElseThrow();
        SocketChannel daemon = listening.accept()) {
      Clients.send(daemon, "nonsense\n");

      IOException failure = assertThrows(IOException.class, () -> client.ask(Map.of(), LONG));
      assertTrue(String.valueOf(failure.getMessage()).contains("not a JSON object"));
    }
  }
}
