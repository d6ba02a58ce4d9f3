package org.postern.target.nftables.netlink;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of bytes with the equality of its contents: a key, a mask, a constant. */
public final class Bytes {
  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes of(int... octets) {
    byte[] value = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      value[i] = (byte) octets[i];
    }
    return new Bytes(value);
  }

  public static Bytes copyOf(byte[] from, int start, int end) {
    return new Bytes(Arrays.copyOfRange(from, start, end));
  }

  /** Returns two bytes, the most significant first, as a port in a header. */
  public static Bytes be16(int number) {
    return of(number >>> 8, number);
  }

  /** Returns the number that {@link #be16(int)} wrote. */
  public int be16() {
    if (value.length != Short.BYTES) {
      throw new IllegalStateException("not two bytes: " + value.length);
    }
    return Byte.toUnsignedInt(value[0]) << Byte.SIZE | Byte.toUnsignedInt(value[1]);
  }

  public static Bytes be32(int number) {
    return of(number >>> 24, number >>> 16, number >>> 8, number);
  }

  public static Bytes be64(long number) {
    byte[] value = new byte[Long.BYTES];
    Netlink.putBe64(value, 0, number);
    return new Bytes(value);
  }

  /** Returns four bytes in the order of the machine, as conntrack and meta keep their numbers. */
  public static Bytes host32(int number) {
    byte[] value = new byte[Integer.BYTES];
    Netlink.putHost32(value, 0, number);
    return new Bytes(value);
  }

  public static Bytes zeros(int length) {
    return new Bytes(new byte[length]);
  }

  /**
   * Returns the name of an interface, filled up with zeros to the {@code IFNAMSIZ} bytes of a
   * register.
   */
  public static Bytes interfaceName(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length >= NfTables.IFNAMSIZ) {
      throw new IllegalArgumentException("interface name too long: " + name);
    }
    return new Bytes(Arrays.copyOf(text, NfTables.IFNAMSIZ));
  }

  public int length() {
    return value.length;
  }

  public byte[] toArray() {
    return value.clone();
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(value, 0, target, at, value.length);
  }

  /** Returns the text before the first zero byte. */
  public String text() {
    int end = 0;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    return new String(value, 0, end, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
