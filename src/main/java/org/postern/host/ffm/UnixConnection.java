package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A connection of a Unix stream socket, unix(7), read line by line. One thread reads, writes and
 * closes; any other may {@link #hangUp}. A limit of time is for the whole of a call, into however
 * many pieces the peer cuts it. A call waits in the kernel, so make it from a platform thread.
 */
public final class UnixConnection implements AutoCloseable {
  private static final int CHUNK = 32 << 10;
  private static final int INITIAL = 4 << 10;

  private final int fd;
  private final Peer peer;
  private byte[] buffer = new byte[INITIAL];
  private int size;
  private boolean closed;

  private UnixConnection(int fd, Peer peer) {
    this.fd = fd;
    this.peer = peer;
  }

  /** Takes a connected descriptor over, and closes it should that fail. */
  static UnixConnection adopt(int fd) throws ErrnoException {
    try {
      return new UnixConnection(fd, Peer.of(fd));
    } catch (ErrnoException | RuntimeException | Error e) {
      SocketCalls.close(fd);
      throw e;
    }
  }

  /**
   * The process that connected, as the kernel noted it then.
   *
   * @param pid the process; 0 when this process cannot see it
   * @param uid the effective user of the peer
   * @param gid the effective group of the peer
   * @param groups the supplementary groups of the peer
   */
  public record Peer(int pid, long uid, long gid, List<Long> groups) {
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int FEW_GROUPS = 32;

    /** The most groups of a process, {@code NGROUPS_MAX} of limits.h. */
    private static final int MAX_GROUPS = 1 << 16;

    public Peer {
      groups = List.copyOf(groups);
    }

    static Peer of(int fd) throws ErrnoException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment credentials = arena.allocate(JAVA_INT, 3);
        SocketCalls.option(fd, UnixCalls.SOL_SOCKET, SO_PEERCRED, credentials);
        return new Peer(
            credentials.getAtIndex(JAVA_INT, 0),
            unsigned(credentials, 1),
            unsigned(credentials, 2),
            groups(fd, FEW_GROUPS));
      }
    }

    private static List<Long> groups(int fd, int most) throws ErrnoException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment groups = arena.allocate(JAVA_INT, most);
        int bytes = SocketCalls.option(fd, UnixCalls.SOL_SOCKET, SO_PEERGROUPS, groups);
        return IntStream.range(0, bytes / Integer.BYTES)
            .mapToObj(i -> unsigned(groups, i))
            .toList();
      } catch (ErrnoException e) {
        if (e.is(Errno.ERANGE) && most < MAX_GROUPS) {
          return groups(fd, MAX_GROUPS);
        }
        throw e;
      }
    }

    private static long unsigned(MemorySegment numbers, int index) {
      return Integer.toUnsignedLong(numbers.getAtIndex(JAVA_INT, index));
    }
  }

  /** Returns the process that connected. */
  public Peer peer() {
    return peer;
  }

  /**
   * Tells whether the peer has closed the connection, so that no answer reaches it. What it has
   * sent before can still be read.
   */
  public boolean isAbandoned() throws ErrnoException {
    return Poll.isBroken(fd);
  }

  /** Waits until there is something to read, the end included; false when the time is over. */
  public boolean awaitInput(Duration within) throws ErrnoException {
    Deadline deadline = Deadline.in(within);
    while (size == 0 && !Poll.await(fd, Poll.IN, deadline.left())) {
      if (deadline.left() == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a line, without its line feed. What was read of one that is too long is kept: to read on
   * with a higher limit is allowed.
   *
   * @param limit how many bytes it may have
   * @return empty at the end; what has no line feed then is dropped
   * @throws ErrnoException EMSGSIZE for a longer line, ETIMEDOUT for one that does not end in time
   */
  public Optional<byte[]> readLine(int limit, Duration within) throws ErrnoException {
    Deadline deadline = Deadline.in(within);
    int searched = 0;
    while (true) {
      int end = lineFeed(searched);
      if ((end < 0 ? size : end) > limit) {
        throw new ErrnoException(Errno.EMSGSIZE, "a line of more than " + limit + " bytes");
      }
      if (end >= 0) {
        return Optional.of(take(end));
      }
      searched = size;
      if (!receive(limit + 1, deadline)) {
        return Optional.empty();
      }
    }
  }

  private int lineFeed(int from) {
    for (int i = from; i < size; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private byte[] take(int length) {
    byte[] line = Arrays.copyOf(buffer, length);
    int rest = size - length - 1;
    byte[] next = rest <= INITIAL && buffer.length > INITIAL ? new byte[INITIAL] : buffer;
    System.arraycopy(buffer, length + 1, next, 0, rest);
    buffer = next;
    size = rest;
    return line;
  }

  /** Waits for more, up to so many bytes in all; false at the end. */
  private boolean receive(int most, Deadline deadline) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.min(CHUNK, most - size));
      while (true) {
        long left = deadline.left("a line does not end in time");
        long got = receiveNow(chunk);
        if (got >= 0) {
          append(chunk, (int) got, most);
          return got > 0;
        }
        Poll.await(fd, Poll.IN, left);
      }
    }
  }

  /** Returns how many bytes came, 0 at the end, -1 when there are none yet. */
  private long receiveNow(MemorySegment chunk) throws ErrnoException {
    MemorySegment none = MemorySegment.NULL;
    try {
      return SocketCalls.recvfrom(fd, chunk, UnixCalls.MSG_DONTWAIT, none, none);
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return -1;
      }
      throw e;
    }
  }

  private void append(MemorySegment chunk, int length, int most) {
    if (size + length > buffer.length) {
      long doubled = Math.min(most, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, (int) Math.max(size + length, doubled));
    }
    MemorySegment.copy(chunk, JAVA_BYTE, 0, buffer, size, length);
    size += length;
  }

  /**
   * Writes all of the data.
   *
   * @throws ErrnoException ETIMEDOUT when the peer does not read it in time, EPIPE when it is gone
   */
  public void write(byte[] data, Duration within) throws ErrnoException {
    Deadline deadline = Deadline.in(within);
    for (int done = 0; done < data.length; ) {
      long left = deadline.left("a peer does not read in time");
      int sent = sendNow(data, done);
      done += sent;
      if (sent == 0) {
        Poll.await(fd, Poll.OUT, left);
      }
    }
  }

  /** Returns how many bytes the kernel took; none when its buffer is full. */
  private int sendNow(byte[] data, int from) throws ErrnoException {
    int length = Math.min(CHUNK, data.length - from);
    int flags = UnixCalls.MSG_DONTWAIT | UnixCalls.MSG_NOSIGNAL;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(length);
      MemorySegment.copy(data, from, chunk, JAVA_BYTE, 0, length);
      return (int) SocketCalls.sendto(fd, chunk, flags, MemorySegment.NULL);
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return 0;
      }
      throw e;
    }
  }

  /** Ends what another thread waits for: it reads the end, and its writes fail. */
  public synchronized void hangUp() throws ErrnoException {
    if (!closed) {
      UnixCalls.shutdown(fd);
    }
  }

  /** Closes, once: the number of a closed descriptor may belong to another file by then. */
  @Override
  public synchronized void close() throws ErrnoException {
    if (!closed) {
      closed = true;
      SocketCalls.close(fd);
    }
  }
}
