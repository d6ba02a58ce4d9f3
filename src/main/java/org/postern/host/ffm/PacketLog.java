package org.postern.host.ffm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;

/**
 * The packets that rules of the packet filter of this network namespace hand to our group
 * (nfnetlink_log); needs CAP_NET_ADMIN. One program at a time can listen to a group. Numbers are
 * those of {@code include/uapi/linux/netfilter/nfnetlink_log.h}. One thread at a time.
 */
public final class PacketLog implements AutoCloseable {
  /**
   * The group of nfnetlink_log, to which no well-known program listens: ulogd(8) has 0 and numbers
   * near it in its examples.
   */
  public static final int GROUP = 2527;

  /** The most packets that a rule hands over in a second, so that a flood costs little. */
  public static final int PER_SECOND = 200;

  /** The most packets that a rule hands over at once. */
  public static final int BURST = 400;

  /**
   * The bytes of each packet that are handed over: the headers up to both addresses, of IPv6 too.
   */
  public static final int BYTES = 64;

  private static final int NFNL_SUBSYS_ULOG = 4;
  private static final int NFULNL_MSG_PACKET = 0;
  private static final int NFULNL_MSG_CONFIG = 1;
  private static final int NFULA_CFG_CMD = 1;
  private static final int NFULA_CFG_MODE = 2;
  private static final byte NFULNL_CFG_CMD_BIND = 1;
  private static final byte NFULNL_COPY_PACKET = 2;
  private static final int NFULA_PAYLOAD = 9;
  private static final int NLM_F_REQUEST = 1;
  private static final int NLM_F_ACK = 4;
  private static final int NLMSG_ERROR = 2;
  private static final int TYPE_MASK = 0x3fff;

  /** The bytes of struct nlmsghdr and struct nfgenmsg. */
  private static final int HEADER = 16;

  private static final int HEADERS = 20;
  private static final int ATTRIBUTE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final NetlinkSocket socket;

  private PacketLog(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Begins to listen. */
  public static PacketLog open() throws ErrnoException {
    NetlinkSocket socket = NetlinkSocket.openNetfilter();
    try {
      configure(socket, NFULA_CFG_CMD, new byte[] {NFULNL_CFG_CMD_BIND});
      configure(socket, NFULA_CFG_MODE, new byte[] {0, 0, 0, BYTES, NFULNL_COPY_PACKET, 0});
      return new PacketLog(socket);
    } catch (ErrnoException | RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  private static void configure(NetlinkSocket socket, int attribute, byte[] value)
      throws ErrnoException {
    byte[] message = new byte[HEADERS + align(ATTRIBUTE + value.length)];
    ByteBuffer out = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
    out.putInt(message.length);
    out.putShort((short) (NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_CONFIG));
    out.putShort((short) (NLM_F_REQUEST | NLM_F_ACK));
    out.putInt(0).putInt(0);
    out.put((byte) 0).put((byte) 0).put((byte) (GROUP >>> 8)).put((byte) GROUP);
    out.putShort((short) (ATTRIBUTE + value.length)).putShort((short) attribute).put(value);
    socket.send(message, message.length);
    Optional<Integer> error = Optional.empty();
    while (error.isEmpty()) {
      error = error(socket.receive(PATIENCE));
    }
    if (error.get() != 0) {
      throw new ErrnoException(error.get(), "listening to packets of group " + GROUP);
    }
  }

  /** Returns the answer to what was asked; packets may come before it, which is nothing. */
  private static Optional<Integer> error(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    return datagram.length >= HEADERS && in.getShort(Integer.BYTES) == NLMSG_ERROR
        ? Optional.of(-in.getInt(HEADER))
        : Optional.empty();
  }

  /**
   * Waits for packets and tells from whom they come.
   *
   * @throws ErrnoException ETIMEDOUT where none came, ENOBUFS where some were lost because they
   *     were not taken in time
   */
  public List<Address> sources(Duration timeout) throws ErrnoException {
    return read(socket.receive(timeout));
  }

  /**
   * Reads the addresses in a datagram. A message that is cut off or of another kind is passed over.
   */
  static List<Address> read(byte[] datagram) {
    List<Address> found = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    int at = 0;
    while (datagram.length - at >= HEADERS) {
      int length = in.getInt(at);
      if (length < HEADERS || length > datagram.length - at) {
        break;
      }
      if (in.getShort(at + Integer.BYTES) == (NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_PACKET)) {
        payload(in, at + HEADERS, at + length).flatMap(PacketLog::source).ifPresent(found::add);
      }
      at += align(length);
    }
    return List.copyOf(found);
  }

  private static Optional<ByteBuffer> payload(ByteBuffer in, int from, int end) {
    int at = from;
    while (end - at >= ATTRIBUTE) {
      int length = Short.toUnsignedInt(in.getShort(at));
      if (length < ATTRIBUTE || length > end - at) {
        return Optional.empty();
      }
      if ((in.getShort(at + Short.BYTES) & TYPE_MASK) == NFULA_PAYLOAD) {
        return Optional.of(in.slice(at + ATTRIBUTE, length - ATTRIBUTE));
      }
      at += align(length);
    }
    return Optional.empty();
  }

  /** Returns the source address of an IP packet: RFC 791 section 3.1, RFC 8200 section 3. */
  private static Optional<Address> source(ByteBuffer packet) {
    try {
      return switch ((packet.get(0) >>> 4) & 0xf) {
        case 4 -> Optional.of(address(packet, 12, 4));
        case 6 -> Optional.of(address(packet, 8, 16));
        default -> Optional.empty();
      };
    } catch (IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static Address address(ByteBuffer packet, int at, int length) {
    byte[] bytes = new byte[length];
    packet.get(at, bytes);
    return Address.ofBytes(bytes);
  }

  private static int align(int length) {
    return (length + 3) & ~3;
  }

  @Override
  public void close() throws ErrnoException {
    socket.close();
  }
}
