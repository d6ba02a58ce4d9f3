package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixDatagramTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  @TempDir private Path folder;

  @Test
  void aDatagramArrivesWholeAtAPath() throws ErrnoException {
    String address = folder.resolve("s").toString();
    byte[] sent = new byte[60_000];
    sent[59_999] = 7;
    try (DatagramReceiver receiver = DatagramReceiver.bind(address)) {
      UnixDatagram.send(address, sent, PATIENCE);

      assertArrayEquals(sent, receiver.receive());
      assertEquals(Optional.empty(), receiver.receiveNow());
    }
  }

  @Test
  void aDatagramArrivesAtAnAbstractName() throws ErrnoException {
    String address = "@postern-test-" + UUID.randomUUID();
    try (DatagramReceiver receiver = DatagramReceiver.bind(address)) {
      UnixDatagram.send(address, "READY=1".getBytes(StandardCharsets.UTF_8), PATIENCE);

      assertEquals("READY=1", receiver.receiveText());
    }
  }

  @Test
  void aReceiverThatDoesNotReceiveIsNotWaitedForLong() throws ErrnoException {
    String address = folder.resolve("s").toString();
    try (DatagramReceiver receiver = DatagramReceiver.bind(address)) {
      long start = System.nanoTime();
      ErrnoException full =
          assertThrows(
              ErrnoException.class,
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  UnixDatagram.send(address, new byte[1_000], PATIENCE);
                }
              });

      assertTrue(full.is(Errno.EAGAIN), full.getMessage());
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos(), "took too long");
      assertTrue(receiver.receiveNow().isPresent());
    }
  }

  @Test
  void allThatWaitAreReadAndNotWaitedFor() throws ErrnoException {
    String address = folder.resolve("s").toString();
    try (DatagramReceiver receiver = DatagramReceiver.bind(address)) {
      for (String text : new String[] {"one", "", "three is longer"}) {
        UnixDatagram.send(address, text.getBytes(StandardCharsets.UTF_8), PATIENCE);
      }
      List<String> waiting =
          UnixDatagram.waiting(receiver.fd(), 5).stream()
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              .toList();

      assertEquals(List.of("one", "", "three"), waiting);
      assertEquals(List.of(), UnixDatagram.waiting(receiver.fd(), 5));
    }
  }

  @Test
  void withoutAReceiverTheErrorSaysSo() throws ErrnoException {
    String address = folder.resolve("s").toString();
    assertFails(Errno.ENOENT, address);
    DatagramReceiver.bind(address).close();
    assertFails(Errno.ECONNREFUSED, address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "@", "relative", "vsock:2:1234", "/a\0b"})
  void whatIsNoAddressIsRefused(String address) {
    assertFails(Errno.EAFNOSUPPORT, address);
  }

  @Test
  void longAddressesAreRefusedAndNotCut() throws ErrnoException {
    assertFails(Errno.ENOENT, "/" + "a".repeat(106));
    assertFails(Errno.ENAMETOOLONG, "/" + "a".repeat(107));
    assertFails(Errno.ECONNREFUSED, "@" + "a".repeat(107));
    assertFails(Errno.ENAMETOOLONG, "@" + "a".repeat(108));
  }

  private static void assertFails(Errno expected, String address) {
    ErrnoException failure =
        assertThrows(ErrnoException.class, () -> UnixDatagram.send(address, new byte[1], PATIENCE));
    assertTrue(failure.is(expected), failure.getMessage());
  }
}
