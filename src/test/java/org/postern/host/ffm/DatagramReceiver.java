package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A Unix datagram socket that a service manager or a journal would hold. */
public final class DatagramReceiver implements AutoCloseable {
  private static final int LARGEST = 256 << 10;

  private final int fd;

  private DatagramReceiver(int fd) {
    this.fd = fd;
  }

  /** Binds to a path, or to an abstract name after {@code @}. */
  public static DatagramReceiver bind(String address) throws ErrnoException {
    int fd = SocketCalls.socket(UnixCalls.AF_UNIX, UnixCalls.SOCK_DGRAM, 0);
    try (Arena arena = Arena.ofConfined()) {
      SocketCalls.bind(fd, UnixAddress.of(address, arena));
    }
    return new DatagramReceiver(fd);
  }

  int fd() {
    return fd;
  }

  /** The next datagram, if one comes within five seconds. */
  public byte[] receive() throws ErrnoException {
    Poll.await(fd, Poll.IN, Duration.ofSeconds(5).toNanos());
    return receiveNow().orElseThrow(() -> new AssertionError("no datagram came"));
  }

  /** The next datagram, as text. */
  public String receiveText() throws ErrnoException {
    return new String(receive(), StandardCharsets.UTF_8);
  }

  /** A datagram that is there already. */
  public Optional<byte[]> receiveNow() throws ErrnoException {
    MemorySegment none = MemorySegment.NULL;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LARGEST);
      long size = SocketCalls.recvfrom(fd, buffer, UnixCalls.MSG_DONTWAIT, none, none);
      return Optional.of(buffer.asSlice(0, size).toArray(JAVA_BYTE));
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() throws ErrnoException {
    SocketCalls.close(fd);
  }
}
