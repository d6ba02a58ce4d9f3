package org.postern.target.nftables.netlink;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes netlink messages and attributes into a growing buffer; {@link Attribute} reads them. */
public final class AttributeWriter {
  private byte[] buffer;
  private int length;

  public AttributeWriter() {
    this(1024);
  }

  /** Makes a writer with room for some bytes, beyond which it grows. */
  public AttributeWriter(int bytes) {
    buffer = new byte[bytes];
  }

  /** Returns the number of bytes written so far. */
  public int length() {
    return length;
  }

  /** Returns the buffer itself, not a copy: its first {@link #length} bytes were written. */
  public byte[] buffer() {
    return buffer;
  }

  /** Forgets what was written, and keeps the room for it. */
  public void clear() {
    Arrays.fill(buffer, 0, length, (byte) 0);
    length = 0;
  }

  public byte[] toArray() {
    return Arrays.copyOf(buffer, length);
  }

  /** Writes one message, its header and what {@code body} adds to it. */
  public void message(MessageHeader header, Consumer<AttributeWriter> body) {
    int start = reserve(Netlink.MESSAGE_HEADER + Netlink.NFGEN_HEADER);
    body.accept(this);
    Netlink.putHost32(buffer, start, length - start);
    Netlink.putHost16(buffer, start + 4, header.type());
    Netlink.putHost16(buffer, start + 6, header.flags());
    Netlink.putHost32(buffer, start + 8, header.sequence());
    buffer[start + 16] = (byte) header.family();
    buffer[start + 18] = (byte) (header.resource() >>> 8);
    buffer[start + 19] = (byte) header.resource();
  }

  public void u8(int type, int value) {
    int at = attribute(type, 1);
    buffer[at] = (byte) value;
  }

  public void be16(int type, int value) {
    int at = attribute(type, Short.BYTES);
    buffer[at] = (byte) (value >>> Byte.SIZE);
    buffer[at + 1] = (byte) value;
  }

  public void be32(int type, int value) {
    int at = attribute(type, Integer.BYTES);
    Netlink.putBe32(buffer, at, value);
  }

  public void be64(int type, long value) {
    int at = attribute(type, Long.BYTES);
    Netlink.putBe64(buffer, at, value);
  }

  /** An IPv6 address. */
  public void be128(int type, long high, long low) {
    int at = attribute(type, 2 * Long.BYTES);
    Netlink.putBe64(buffer, at, high);
    Netlink.putBe64(buffer, at + Long.BYTES, low);
  }

  /** A text and its closing zero. */
  public void string(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = attribute(type, bytes.length + 1);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
  }

  public void bytes(int type, Bytes value) {
    int at = attribute(type, value.length());
    value.copyTo(buffer, at);
  }

  /** Attributes that are encoded already. */
  public void raw(Bytes attributes) {
    int at = reserve(attributes.length());
    attributes.copyTo(buffer, at);
  }

  public void nested(int type, Consumer<AttributeWriter> body) {
    int nest = open(type);
    body.accept(this);
    close(nest);
  }

  /** A constant, as {@code NFTA_DATA_VALUE}. */
  public void data(int type, Bytes value) {
    int nest = open(type);
    bytes(NfTables.NFTA_DATA_VALUE, value);
    close(nest);
  }

  /** Starts a nested attribute; what it returns goes to {@link #close}. */
  public int open(int type) {
    int nest = reserve(Netlink.ATTRIBUTE_HEADER);
    Netlink.putHost16(buffer, nest + 2, type | Netlink.NLA_F_NESTED);
    return nest;
  }

  public void close(int nest) {
    putLength(nest, length - nest);
  }

  private int attribute(int type, int payload) {
    int at = reserve(Netlink.ATTRIBUTE_HEADER + Netlink.align(payload));
    putLength(at, Netlink.ATTRIBUTE_HEADER + payload);
    Netlink.putHost16(buffer, at + 2, type);
    return at + Netlink.ATTRIBUTE_HEADER;
  }

  /** The kernel would take an overflown length for good and misread all that follows. */
  private void putLength(int at, int bytes) {
    if (bytes > Netlink.MAX_ATTRIBUTE) {
      throw new IllegalArgumentException("attribute of " + bytes + " bytes");
    }
    Netlink.putHost16(buffer, at, bytes);
  }

  /**
   * Makes room, possibly in another buffer: callers look at {@code buffer} only afterwards. Padding
   * stays zero, because fresh memory is zero and nothing is written twice.
   */
  private int reserve(int bytes) {
    int start = length;
    if (start + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, start + bytes));
    }
    length = start + bytes;
    return start;
  }
}
