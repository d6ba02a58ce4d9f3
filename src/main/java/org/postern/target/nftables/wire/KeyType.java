package org.postern.target.nftables.wire;

import org.postern.target.nftables.netlink.NfTables;

/**
 * The types of the elements of our sets. The numbers are those of nft ({@code enum datatypes} in
 * its {@code include/datatype.h}); the kernel stores them unread.
 */
public enum KeyType {
  IPV4_ADDR(7, 4, KeyType.BIG_ENDIAN),
  IPV6_ADDR(8, 16, KeyType.BIG_ENDIAN),
  INET_SERVICE(13, 2, KeyType.BIG_ENDIAN),
  IFNAME(41, NfTables.IFNAMSIZ, KeyType.HOST_ENDIAN);

  private static final int HOST_ENDIAN = 1;
  private static final int BIG_ENDIAN = 2;

  private final int number;
  private final int length;
  private final int byteOrder;

  KeyType(int number, int length, int byteOrder) {
    this.number = number;
    this.length = length;
    this.byteOrder = byteOrder;
  }

  public int number() {
    return number;
  }

  /** Returns the number of bytes of one key. */
  public int length() {
    return length;
  }

  /**
   * Returns the byte order note of nft: {@code enum byteorder}. Without it nft misprints the
   * elements.
   */
  int byteOrder() {
    return byteOrder;
  }
}
