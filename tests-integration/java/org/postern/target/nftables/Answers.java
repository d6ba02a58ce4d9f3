package org.postern.target.nftables;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The TCP segments that come to an interface, whomever they are for. */
public final class Answers implements AutoCloseable {
  private static final int ETH_P_ALL = 3;
  private static final int LONGEST = 2_048;
  private static final int LEAST = 20;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(LONGEST);
  private final int socket;

  Answers(Host host, String networkInterface) {
    this.socket = host.run(() -> SystemCalls.openHearing(networkInterface, ETH_P_ALL));
  }

  /**
   * A segment.
   *
   * @param port of the sender
   * @param to the port that it is for
   */
  @SuppressWarnings("ArrayRecordComponent") // octets are never changed
  record Answer(int port, int to, int sequence, int flags, byte[] data) {
    boolean opens() {
      return (flags & (Segment.SYN | Segment.ACK)) == (Segment.SYN | Segment.ACK);
    }

    boolean speaks() {
      return data.length > 0;
    }
  }

  /** The next one that waits. */
  Optional<Answer> next() {
    for (long length = receive(); length > 0; length = receive()) {
      byte[] frame = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      int tcp = transport(frame);
      if (tcp > 0) {
        return Optional.of(answer(ByteBuffer.wrap(frame, tcp, frame.length - tcp).slice()));
      }
    }
    return Optional.empty();
  }

  /** Where TCP begins, or 0: the server sends no options of IP. */
  private static int transport(byte[] frame) {
    if (frame.length < Segment.ETHERNET + LEAST) {
      return 0;
    }
    boolean four = frame[Segment.ETHERNET] >> 4 == 4;
    int at = Segment.ETHERNET + (four ? 20 : 40);
    int protocol = frame[Segment.ETHERNET + (four ? 9 : 6)];
    return protocol == ExtensionHeader.TCP && frame.length >= at + LEAST ? at : 0;
  }

  private long receive() {
    return SystemCalls.receive(socket, buffer);
  }

  private static Answer answer(ByteBuffer tcp) {
    int header = (Byte.toUnsignedInt(tcp.get(12)) >> 4) * 4;
    byte[] all = new byte[tcp.remaining()];
    tcp.get(0, all);
    return new Answer(
        Short.toUnsignedInt(tcp.getShort(0)),
        Short.toUnsignedInt(tcp.getShort(2)),
        tcp.getInt(4),
        Byte.toUnsignedInt(tcp.get(13)),
        Arrays.copyOfRange(all, Math.min(header, all.length), all.length));
  }

  @Override
  public void close() {
    SystemCalls.close(socket);
    arena.close();
  }
}
