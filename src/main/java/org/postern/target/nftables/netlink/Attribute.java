package org.postern.target.nftables.netlink;

import java.nio.charset.StandardCharsets;

/** An attribute inside a received message: a type and a stretch of the message's bytes. */
public final class Attribute {
  private final int type;
  private final byte[] message;
  private final int from;
  private final int to;

  private Attribute(int type, byte[] message, int from, int to) {
    this.type = type;
    this.message = message;
    this.from = from;
    this.to = to;
  }

  /** Reads the attribute at {@code at}, which must end before {@code end}. */
  public static Attribute at(byte[] message, int at, int end) throws NftablesException {
    if (end - at < Netlink.ATTRIBUTE_HEADER) {
      throw NftablesException.malformed("attribute header cut off");
    }
    int length = Netlink.host16(message, at);
    if (length < Netlink.ATTRIBUTE_HEADER || length > end - at) {
      throw NftablesException.malformed("attribute of " + length + " bytes in " + (end - at));
    }
    int type = Netlink.host16(message, at + 2) & Netlink.NLA_TYPE_MASK;
    return new Attribute(type, message, at + Netlink.ATTRIBUTE_HEADER, at + length);
  }

  /** Returns the type without the flag bits. */
  public int type() {
    return type;
  }

  /** Returns the offset in its message at which the payload starts. */
  public int from() {
    return from;
  }

  /** Returns the offset at which the payload ends, exclusive. */
  public int to() {
    return to;
  }

  /** Returns the offset of the next attribute: lengths are rounded up to four bytes. */
  int next() {
    int length = Netlink.ATTRIBUTE_HEADER + to - from;
    return from - Netlink.ATTRIBUTE_HEADER + Netlink.align(length);
  }

  public int u8() throws NftablesException {
    requireLength(1);
    return Byte.toUnsignedInt(message[from]);
  }

  int be16() throws NftablesException {
    requireLength(Short.BYTES);
    return Byte.toUnsignedInt(message[from]) << Byte.SIZE | Byte.toUnsignedInt(message[from + 1]);
  }

  int be32() throws NftablesException {
    requireLength(Integer.BYTES);
    return Netlink.be32(message, from);
  }

  /** A number in the order of the machine, as netlink itself writes them. */
  int host32() throws NftablesException {
    requireLength(Integer.BYTES);
    return Netlink.host32(message, from);
  }

  public long be64() throws NftablesException {
    requireLength(Long.BYTES);
    return Netlink.be64(message, from);
  }

  /** Returns the text up to its closing zero. */
  String string() {
    int end = from;
    while (end < to && message[end] != 0) {
      end++;
    }
    return new String(message, from, end - from, StandardCharsets.UTF_8);
  }

  public Bytes bytes() {
    return Bytes.copyOf(message, from, to);
  }

  /** Returns the constant in a nested {@code NFTA_DATA_VALUE}. */
  public Bytes data() throws NftablesException {
    return nested().require(NfTables.NFTA_DATA_VALUE).bytes();
  }

  public Attributes nested() throws NftablesException {
    return Attributes.read(message, from, to);
  }

  private void requireLength(int expected) throws NftablesException {
    if (to - from != expected) {
      throw NftablesException.malformed(
          "attribute " + type + " of " + (to - from) + " bytes instead of " + expected);
    }
  }
}
