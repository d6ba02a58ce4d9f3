package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int LIMIT = 1_000;

  @TempDir private Path folder;

  /** Both ends of a connection. */
  private interface Talk {
    void between(SocketChannel client, UnixConnection server) throws Exception;
  }

  private void talk(Talk talk) throws Exception {
    Path path = folder.resolve("s");
    try (UnixListener listener = UnixListener.bind(path, "rw-------", Optional.empty());
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
        UnixConnection server = listener.accept().orElseThrow()) {
      talk.between(client, server);
    }
  }

  private static void send(SocketChannel client, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private static String line(UnixConnection server) throws ErrnoException {
    return text(server.readLine(LIMIT, LONG));
  }

  private static String text(Optional<byte[]> line) {
    return line.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("(end)");
  }

  private static void assertFails(Errno expected, Failing failing) {
    ErrnoException failure = assertThrows(ErrnoException.class, failing::run);
    assertTrue(failure.is(expected), failure.getMessage());
  }

  private interface Failing {
    void run() throws ErrnoException;
  }

  @Test
  void linesAreReadInTurnHoweverTheyAreCut() throws Exception {
    talk(
        (client, server) -> {
          send(client, "one\n\nthr");
          assertEquals("one", line(server));
          assertEquals("", line(server));
          send(client, "ee\nf\u00fcnf\n");
          assertEquals("three", line(server));
          assertEquals("f\u00fcnf", line(server));
          send(client, "without an end");
          client.shutdownOutput();
          assertEquals("(end)", line(server));
          assertEquals("(end)", line(server));
        });
  }

  @Test
  void aLineOfExactlyTheLimitIsRead() throws Exception {
    talk(
        (client, server) -> {
          String full = "x".repeat(LIMIT);
          send(client, full + "\n" + full + "y\n");
          assertEquals(full, line(server));
          assertFails(Errno.EMSGSIZE, () -> server.readLine(LIMIT, LONG));
          assertEquals(full + "y", text(server.readLine(LIMIT + 1, LONG)));
        });
  }

  @Test
  void nothingBeyondTheLimitIsReadOfALineWithoutEnd() throws Exception {
    talk(
        (client, server) -> {
          client.configureBlocking(false);
          ByteBuffer endless = ByteBuffer.allocate(1 << 20);
          while (endless.hasRemaining() && client.write(endless) > 0) {}
          int left = endless.remaining();
          assertTrue(left > 0, "the kernel took a megabyte");

          assertFails(Errno.EMSGSIZE, () -> server.readLine(LIMIT, LONG));
          assertFails(Errno.EMSGSIZE, () -> server.readLine(LIMIT, LONG));
        });
  }

  @Test
  void aLargeLineIsReadWhole() throws Exception {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 'x');
    large[4_000_000] = 'y';
    talk(
        (client, server) -> {
          Thread sender = start(() -> send(client, text(Optional.of(large)) + "\nnext\n"));
          assertArrayEquals(large, server.readLine(large.length, LONG).orElseThrow());
          assertEquals("next", line(server));
          sender.join();
        });
  }

  /** The deadline is for the line, not for the next byte of it. */
  @Test
  void whoDribblesIsNotWaitedFor() throws Exception {
    talk(
        (client, server) -> {
          Thread dribbler =
              start(
                  () -> {
                    for (int i = 0; i < 1_000 && client.isOpen(); i++) {
                      send(client, "x");
                      Thread.sleep(20);
                    }
                  });
          long start = System.nanoTime();
          assertFails(Errno.ETIMEDOUT, () -> server.readLine(LIMIT, SHORT));
          long took = System.nanoTime() - start;
          assertTrue(took >= SHORT.toNanos() && took < 10 * SHORT.toNanos(), took + " ns");
          dribbler.interrupt();
          dribbler.join();
        });
  }

  @Test
  void inputIsAwaitedForAWhile() throws Exception {
    talk(
        (client, server) -> {
          assertFalse(server.awaitInput(SHORT));
          send(client, "a\nb\n");
          assertTrue(server.awaitInput(LONG));
          assertEquals("a", line(server));
          assertTrue(server.awaitInput(Duration.ZERO), "a line is there already");
          assertEquals("b", line(server));
          assertFalse(server.awaitInput(Duration.ZERO));
          client.close();
          assertTrue(server.awaitInput(LONG), "the end is input");
        });
  }

  @Test
  void whoDoesNotReadIsNotWaitedFor() throws Exception {
    talk(
        (client, server) -> {
          long start = System.nanoTime();
          assertFails(Errno.ETIMEDOUT, () -> server.write(new byte[10 << 20], SHORT));
          long took = System.nanoTime() - start;
          assertTrue(took >= SHORT.toNanos() && took < 10 * SHORT.toNanos(), took + " ns");
        });
  }

  @Test
  void allIsWrittenToASlowReader() throws Exception {
    byte[] large = new byte[3 << 20];
    large[2_000_000] = 7;
    talk(
        (client, server) -> {
          Thread writer =
              start(
                  () -> {
                    server.write(large, LONG);
                    server.close();
                  });
          Thread.sleep(100);
          assertArrayEquals(large, Channels.newInputStream(client).readAllBytes());
          writer.join();
        });
  }

  @Test
  void aPeerThatIsGoneIsAnErrorAndNoSignal() throws Exception {
    talk(
        (client, server) -> {
          client.close();
          assertFails(Errno.EPIPE, () -> server.write(new byte[1], LONG));
          assertEquals("(end)", line(server));
        });
  }

  @Test
  void hangingUpEndsAReadOfAnotherThread() throws Exception {
    talk(
        (client, server) -> {
          Thread reader = start(() -> assertEquals("(end)", line(server)));
          Thread.sleep(100);
          assertTrue(reader.isAlive());
          server.hangUp();
          reader.join(LONG);
          assertFalse(reader.isAlive(), "the read goes on");
          server.close();
          server.hangUp();
          server.close();
        });
  }

  @Test
  void thePeerIsThisProcess() throws Exception {
    talk(
        (client, server) -> {
          UnixConnection.Peer peer = server.peer();
          assertEquals(ProcessHandle.current().pid(), peer.pid());
          assertEquals(status("Uid:").get(1), peer.uid());
          assertEquals(status("Gid:").get(1), peer.gid());
          assertEquals(status("Groups:"), peer.groups());
        });
  }

  /** The numbers of a line of /proc/self/status, proc(5). */
  private static List<Long> status(String name) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith(name))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(line.substring(name.length()).strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private static Thread start(Action action) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                action.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
