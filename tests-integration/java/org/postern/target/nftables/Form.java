package org.postern.target.nftables;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postern.address.Address;

/**
 * A way to send a segment in packets.
 *
 * @param name of it
 * @param way what is sent, in this order
 */
record Form(String name, Function<Segment, ? extends List<? extends Sendable>> way) {
  private static final int HEADER = 40;
  private static final int TCP_HEADER = 20;
  private static final int OFFSET = 0xfff8;
  private static final Address ANY = Rulesets.address("2001:db8::1");

  List<byte[]> packets(Segment segment) {
    return way.apply(segment).stream()
        .map(piece -> piece.packet(segment.source(), segment.destination()))
        .toList();
  }

  /** How far a first fragment can be read. */
  private enum End {
    /** To a whole TCP header, or to what is not TCP; or it is none. */
    READ,
    /** It ends between two headers. */
    BETWEEN,
    /** It ends within one. */
    WITHIN
  }

  /** Whether some fragment hides what it carries, or is read elsewhere than it should be. */
  boolean hides() {
    return sample().anyMatch(packet -> end(packet) != End.READ || beginsOtherwise(packet));
  }

  /** Whether a fragment ends within an extension header: those ip6tables itself may drop. */
  boolean breaksHeader() {
    return sample().anyMatch(packet -> end(packet) == End.WITHIN);
  }

  /** Whether there are fragments within fragments. */
  boolean nests() {
    return sample().anyMatch(Form::nests);
  }

  private Stream<ByteBuffer> sample() {
    return packets(new Segment(ANY, 20_000, ANY, 25, Segment.SYN)).stream().map(ByteBuffer::wrap);
  }

  /** Whether other headers than hop-by-hop options come before the fragment header. */
  private static boolean beginsOtherwise(ByteBuffer packet) {
    int first = packet.get(6);
    int second = first == 0 ? packet.get(HEADER) : first;
    return second != 44 && fragment(packet).isPresent();
  }

  private static Optional<Integer> fragment(ByteBuffer packet) {
    return fragment(packet, Byte.toUnsignedInt(packet.get(6)), HEADER);
  }

  /** Where the next fragment header is from there on, where a header of that type is. */
  private static Optional<Integer> fragment(ByteBuffer packet, int first, int from) {
    int type = first;
    int at = from;
    while (isHeader(type) && type != 44 && at + 8 <= packet.capacity()) {
      int next = Byte.toUnsignedInt(packet.get(at));
      at += length(type, packet, at);
      type = next;
    }
    return type == 44 && at + 8 <= packet.capacity() ? Optional.of(at) : Optional.empty();
  }

  private static boolean nests(ByteBuffer packet) {
    Optional<Integer> outer = fragment(packet);
    if (outer.isEmpty() || (packet.getShort(outer.get() + 2) & OFFSET) != 0) {
      return false;
    }
    int type = Byte.toUnsignedInt(packet.get(outer.get()));
    return fragment(packet, type, outer.get() + 8).isPresent();
  }

  private static boolean isHeader(int type) {
    return type == 0 || type == 43 || type == 44 || type == 51 || type == 60;
  }

  private static int length(int type, ByteBuffer packet, int at) {
    int said = Byte.toUnsignedInt(packet.get(at + 1));
    return type == 44 ? 8 : type == 51 ? (said + 2) * 4 : (said + 1) * 8;
  }

  private static End end(ByteBuffer packet) {
    int type = Byte.toUnsignedInt(packet.get(6));
    int at = HEADER;
    while (isHeader(type)) {
      if (at + 2 > packet.capacity()) {
        return at == packet.capacity() ? End.BETWEEN : End.WITHIN;
      }
      if (type == 44 && (packet.getShort(at + 2) & OFFSET) != 0) {
        return End.READ;
      }
      int next = Byte.toUnsignedInt(packet.get(at));
      at += length(type, packet, at);
      type = next;
    }
    if (at > packet.capacity()) {
      return End.WITHIN;
    }
    return type == 6 && at + TCP_HEADER > packet.capacity() ? End.BETWEEN : End.READ;
  }
}
