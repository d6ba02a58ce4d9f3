package org.postern.target.nftables;

import java.nio.ByteBuffer;

/** IPv6 extension headers, and one that only looks like it, by their numbers: RFC 8200 4. */
public enum ExtensionHeader {
  HOP_BY_HOP(0),
  ROUTING(43),
  FRAGMENT(44),
  AUTHENTICATION(51),
  DESTINATION(60),
  MOBILITY(135);

  static final int TCP = 6;
  static final int NONE = 59;

  /** An option that a host without knowledge of it skips: RFC 8200 4.2. */
  private static final byte UNKNOWN_OPTION = 0x1e;

  private static final int MOST_OPTION = 253;

  private final int number;

  ExtensionHeader(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /**
   * The octets of the header.
   *
   * @param next what follows it
   * @param length a multiple of 8
   */
  byte[] octets(int next, int length) {
    ByteBuffer out = ByteBuffer.allocate(length);
    out.put((byte) next);
    out.put((byte) (this == AUTHENTICATION ? length / 4 - 2 : length / 8 - 1));
    switch (this) {
      case HOP_BY_HOP, DESTINATION -> options(out);
      case AUTHENTICATION -> out.putShort((short) 0).putInt(1);
      // No segment is left, no offset, nothing that a host would do.
      case ROUTING, FRAGMENT, MOBILITY -> out.putShort((short) 0);
    }
    return out.array();
  }

  private static void options(ByteBuffer out) {
    while (out.remaining() >= 2) {
      int length = Math.min(out.remaining() - 2, MOST_OPTION);
      int rest = out.remaining() - 2 - length;
      int some = rest == 1 ? length - 1 : length;
      out.put(UNKNOWN_OPTION).put((byte) some).put(new byte[some]);
    }
  }
}
