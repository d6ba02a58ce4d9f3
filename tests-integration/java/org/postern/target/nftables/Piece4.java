package org.postern.target.nftables;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.address.Address;

/**
 * A fragment of IPv4 that carries TCP: RFC 791 3.1.
 *
 * @param offset in octets
 * @param more whether others follow
 */
@SuppressWarnings("ArrayRecordComponent") // octets are never changed
record Piece4(int identification, int offset, boolean more, byte[] octets) implements Sendable {
  private static final AtomicInteger IDENTIFICATION = new AtomicInteger(1);
  private static final int HEADER = 20;
  private static final int MORE = 0x2000;

  /** The fragments of a segment: cut there, at multiples of 8 octets. */
  static List<Sendable> cut(Segment segment, int... places) {
    byte[] all = segment.transport();
    int identification = IDENTIFICATION.getAndIncrement();
    List<Sendable> fragments = new ArrayList<>();
    int from = 0;
    for (int place : places) {
      fragments.add(new Piece4(identification, from, true, Arrays.copyOfRange(all, from, place)));
      from = place;
    }
    fragments.add(
        new Piece4(identification, from, false, Arrays.copyOfRange(all, from, all.length)));
    return fragments;
  }

  @Override
  public byte[] packet(Address source, Address destination) {
    ByteBuffer header =
        ByteBuffer.allocate(HEADER)
            .putShort((short) 0x4500)
            .putShort((short) (HEADER + octets.length))
            .putShort((short) identification)
            .putShort((short) ((more ? MORE : 0) | offset / 8))
            .putShort((short) (64 << 8 | ExtensionHeader.TCP))
            .putShort((short) 0)
            .put(source.toBytes())
            .put(destination.toBytes());
    header.putShort(10, Segment.checksum(header.array()));
    return ByteBuffer.allocate(HEADER + octets.length).put(header.array()).put(octets).array();
  }
}
