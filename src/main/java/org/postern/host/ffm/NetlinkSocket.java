package org.postern.host.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/**
 * A socket to a part of the kernel in the network namespace that the opening thread is in:
 * netlink(7). Datagrams go in and come out whole; what they mean is not known here.
 *
 * <p>One thread at a time. A send works on the whole datagram before it returns, which takes
 * seconds for a large one, so call it from a platform thread.
 */
public final class NetlinkSocket implements Datagrams {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int NETLINK_ROUTE = 0;
  private static final int NETLINK_NETFILTER = 12;
  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_ADD_MEMBERSHIP = 1;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;

  /** The bytes of struct sockaddr_nl: family, padding, port id, groups. */
  private static final int ADDRESS_SIZE = 12;

  private static final int PORT_ID = 4;

  /** A limit, not an allocation; the kernel doubles it. 1 million elements need 16 to 28 MB. */
  private static final int SEND_BUFFER = 32 << 20;

  /** Answers to one batch wait here together; if they do not fit, the result is lost. */
  private static final int RECEIVE_BUFFER = 8 << 20;

  /** The kernel builds dumps in pieces of at most 32 KiB: {@code netlink_dump}, af_netlink.c. */
  private static final int DATAGRAM = 64 << 10;

  /**
   * The most foreign messages that are dropped, more than are sent by mistake: a flood must not
   * keep a reader waiting for ever.
   */
  private static final int MAX_DROPPED = 10_000;

  /** The bytes that the kernel takes off the send buffer for itself: {@code netlink_sendmsg}. */
  private static final int SEND_OVERHEAD = 32;

  private final int fd;
  private final int maxSend;
  private boolean closed;

  private NetlinkSocket(int fd, int maxSend) {
    this.fd = fd;
    this.maxSend = maxSend;
  }

  /** Opens and binds a socket in the network namespace of the calling thread. */
  public static NetlinkSocket openNetfilter() throws ErrnoException {
    return open(NETLINK_NETFILTER);
  }

  /** Opens the same to what knows interfaces and routes: rtnetlink(7). */
  public static NetlinkSocket openRoute() throws ErrnoException {
    return open(NETLINK_ROUTE);
  }

  private static NetlinkSocket open(int protocol) throws ErrnoException {
    int fd = SocketCalls.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    try {
      return new NetlinkSocket(fd, configure(fd));
    } catch (ErrnoException | RuntimeException | Error e) {
      SocketCalls.close(fd);
      throw e;
    }
  }

  /**
   * Opens a socket that also hears what the kernel tells all members of a group. While a process
   * does, the kernel reports each element of each change, which makes large changes slow.
   */
  public static NetlinkSocket openNetfilter(int group) throws ErrnoException {
    NetlinkSocket socket = openNetfilter();
    try {
      SocketCalls.setIntOption(socket.fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
      return socket;
    } catch (ErrnoException | RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  private static int configure(int fd) throws ErrnoException {
    SocketCalls.setIntOption(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
    SocketCalls.setIntOption(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
    enlarge(fd, SO_SNDBUFFORCE, SO_SNDBUF, SEND_BUFFER);
    enlarge(fd, SO_RCVBUFFORCE, SO_RCVBUF, RECEIVE_BUFFER);
    try (Arena arena = Arena.ofConfined()) {
      SocketCalls.bind(fd, kernelAddress(arena));
    }
    return SocketCalls.intOption(fd, SOL_SOCKET, SO_SNDBUF) - SEND_OVERHEAD;
  }

  /** The forced form needs CAP_NET_ADMIN in the first user namespace; the other one is capped. */
  private static void enlarge(int fd, int forced, int plain, int bytes) throws ErrnoException {
    try {
      SocketCalls.setIntOption(fd, SOL_SOCKET, forced, bytes);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EPERM)) {
        throw e;
      }
      SocketCalls.setIntOption(fd, SOL_SOCKET, plain, bytes);
    }
  }

  @Override
  public int maxSend() {
    return maxSend;
  }

  @Override
  public void send(byte[] datagram, int length) throws ErrnoException {
    requireOpen("sendto");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(length);
      MemorySegment.copy(datagram, 0, data, JAVA_BYTE, 0, length);
      long sent = SocketCalls.sendto(fd, data, 0, kernelAddress(arena));
      if (sent != length) {
        throw new ErrnoException(Errno.EMSGSIZE, "sendto took " + sent + " of " + length);
      }
    }
  }

  @Override
  public byte[] receive(Duration timeout) throws ErrnoException {
    Deadline deadline = Deadline.in(timeout);
    while (true) {
      Optional<byte[]> datagram = receiveNow();
      if (datagram.isPresent()) {
        return datagram.get();
      }
      Poll.await(fd, Poll.IN, deadline.left("no answer in time"));
    }
  }

  /** Receives a datagram of the kernel; those of other senders are dropped. */
  @Override
  public Optional<byte[]> receiveNow() throws ErrnoException {
    requireOpen("recvfrom");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(DATAGRAM);
      MemorySegment sender = arena.allocate(ADDRESS_SIZE, Integer.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, ADDRESS_SIZE);
      for (int dropped = 0; dropped < MAX_DROPPED; dropped++) {
        long size = SocketCalls.recvfrom(fd, buffer, MSG_DONTWAIT | MSG_TRUNC, sender, length);
        if (size > DATAGRAM) {
          throw new ErrnoException(Errno.EMSGSIZE, "recvfrom: datagram of " + size + " bytes");
        }
        if (sender.get(JAVA_INT, PORT_ID) == 0) {
          return Optional.of(buffer.asSlice(0, size).toArray(JAVA_BYTE));
        }
      }
      throw new ErrnoException(Errno.EBUSY, "recvfrom: too many datagrams of other senders");
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Closes the socket, once: the number of a closed descriptor may belong to another file by then.
   */
  @Override
  public void close() throws ErrnoException {
    if (!closed) {
      closed = true;
      SocketCalls.close(fd);
    }
  }

  private void requireOpen(String operation) throws ErrnoException {
    if (closed) {
      throw new ErrnoException(Errno.EBADF, operation);
    }
  }

  private static MemorySegment kernelAddress(Arena arena) {
    MemorySegment address = arena.allocate(ADDRESS_SIZE, Integer.BYTES);
    address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
    return address;
  }
}
