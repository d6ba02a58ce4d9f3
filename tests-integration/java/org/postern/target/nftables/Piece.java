package org.postern.target.nftables;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.address.Address;

/**
 * What an IPv6 packet carries: a header of some type and all that follows it.
 *
 * @param type the number by which the header before it tells it
 */
@SuppressWarnings("ArrayRecordComponent") // octets are never changed
record Piece(int type, byte[] octets) implements Sendable {
  private static final AtomicInteger IDENTIFICATION = new AtomicInteger(1);
  private static final int HEADER = 40;
  private static final int FRAGMENT_HEADER = 8;
  private static final byte HOPS = 64;

  /** A segment of TCP. */
  static Piece of(Segment segment) {
    return new Piece(ExtensionHeader.TCP, segment.transport());
  }

  /** What a protocol has under its checksum, which stands at some place. */
  static Piece summed(int type, byte[] octets, int place, Address source, Address destination) {
    byte[] all = octets.clone();
    ByteBuffer.wrap(all).putShort(place, Segment.checksum(source, destination, type, octets));
    return new Piece(type, all);
  }

  /** The same behind an extension header. */
  Piece behind(ExtensionHeader header, int length) {
    byte[] before = header.octets(type, length);
    return new Piece(header.number(), join(before, octets));
  }

  /** The same called by another type than it has. */
  Piece called(int other) {
    return new Piece(other, octets);
  }

  /** The same as the only fragment of itself: RFC 6946. */
  Piece atomic() {
    return fragment(IDENTIFICATION.getAndIncrement(), 0, octets.length);
  }

  /** Its fragments: cut there, at multiples of 8 octets. */
  List<Piece> cut(int... places) {
    int identification = IDENTIFICATION.getAndIncrement();
    List<Piece> fragments = new ArrayList<>();
    int from = 0;
    for (int place : places) {
      if (place > from && place < octets.length) {
        fragments.add(fragment(identification, from, place));
        from = place;
      }
    }
    fragments.add(fragment(identification, from, octets.length));
    return fragments;
  }

  private Piece fragment(int identification, int from, int to) {
    int offset = from | (to < octets.length ? 1 : 0);
    byte[] header =
        ByteBuffer.allocate(FRAGMENT_HEADER)
            .put((byte) type)
            .put((byte) 0)
            .putShort((short) offset)
            .putInt(identification)
            .array();
    return new Piece(
        ExtensionHeader.FRAGMENT.number(), join(header, Arrays.copyOfRange(octets, from, to)));
  }

  /** A fragment in which one octet of what it carries, or of its header, is another. */
  Piece with(int place, int value) {
    byte[] changed = octets.clone();
    changed[place] = (byte) value;
    return new Piece(type, changed);
  }

  @Override
  public byte[] packet(Address source, Address destination) {
    return ByteBuffer.allocate(HEADER + octets.length)
        .putInt(0x60000000)
        .putShort((short) octets.length)
        .put((byte) type)
        .put(HOPS)
        .put(source.toBytes())
        .put(destination.toBytes())
        .put(octets)
        .array();
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
