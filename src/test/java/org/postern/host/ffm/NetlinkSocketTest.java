package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NetlinkSocketTest {

  @Test
  void aReceiveEndsAtItsDeadline() throws ErrnoException {
    try (NetlinkSocket socket = NetlinkSocket.openNetfilter()) {
      long start = System.nanoTime();
      ErrnoException silence =
          assertThrows(ErrnoException.class, () -> socket.receive(Duration.ofMillis(50)));

      assertTrue(silence.is(Errno.ETIMEDOUT), silence.getMessage());
      assertTrue(System.nanoTime() - start >= Duration.ofMillis(50).toNanos());
      assertEquals(Optional.empty(), socket.receiveNow());
    }
  }

  @Test
  void theKernelAnswersWhatItDoesNotUnderstandWithAnError() throws ErrnoException {
    int length = 20;
    int type = 0x7ff0;
    byte[] nonsense = new byte[length];
    nonsense[0] = (byte) length;
    nonsense[4] = (byte) type;
    nonsense[5] = (byte) (type >>> 8);
    nonsense[6] = 1;
    int errorType = 2;
    try (NetlinkSocket socket = NetlinkSocket.openNetfilter()) {
      socket.send(nonsense, length);

      assertEquals(errorType, socket.receive(Duration.ofSeconds(5))[4]);
    }
  }

  @Test
  void whatIsTooLongIsRefusedByName() throws ErrnoException {
    try (NetlinkSocket socket = NetlinkSocket.openNetfilter()) {
      int length = socket.maxSend() + 1;
      ErrnoException refusal =
          assertThrows(ErrnoException.class, () -> socket.send(new byte[length], length));

      assertTrue(refusal.is(Errno.EMSGSIZE), refusal.getMessage());
      assertEquals("sendto: EMSGSIZE (message too long)", refusal.getMessage());
    }
  }

  @Test
  void closingTwiceIsClosingOnce() throws ErrnoException {
    NetlinkSocket socket = NetlinkSocket.openNetfilter();
    socket.close();
    socket.close();

    ErrnoException closed = assertThrows(ErrnoException.class, socket::receiveNow);
    assertTrue(closed.is(Errno.EBADF), closed.getMessage());
  }

  @Test
  void noDescriptorIsLeftOpen() throws IOException {
    NetlinkSocket.openNetfilter().close();
    long before = openDescriptors();
    for (int round = 0; round < 100; round++) {
      NetlinkSocket.openNetfilter().close();
    }

    assertTrue(openDescriptors() < before + 50, "descriptors leak");
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  @Test
  void unknownNumbersHaveANumberForAName() {
    assertEquals("error 4711", Errno.describe(4711));
    assertEquals("ENOENT (no such file or directory)", Errno.describe(2));
  }
}
