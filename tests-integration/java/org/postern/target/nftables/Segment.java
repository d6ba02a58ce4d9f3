package org.postern.target.nftables;

import java.nio.ByteBuffer;
import org.postern.address.Address;
import org.postern.address.Family;

/** A TCP segment with any addresses and flags: RFC 9293 3.1. */
@SuppressWarnings("ArrayRecordComponent") // octets are never changed
public record Segment(
    Address source,
    int sourcePort,
    Address destination,
    int port,
    int flags,
    int sequence,
    int acknowledged,
    byte[] data) {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int ACK = 0x10;
  static final int ETHERNET = 14;

  private static final int TCP = 6;
  private static final int TCP_HEADER = 20;
  private static final int WINDOW = 64_240;
  private static final int HOPS = 64;

  /** Without data, numbered by its port. */
  Segment(Address source, int sourcePort, Address destination, int port, int flags) {
    this(source, sourcePort, destination, port, flags, sourcePort * 7919, 0, new byte[0]);
  }

  /**
   * The next one of the same connection after an answer to the one that opened it.
   *
   * @param answered the number of that answer
   */
  Segment next(int nextFlags, int answered, byte[] text) {
    return new Segment(
        source, sourcePort, destination, port, nextFlags, sequence + 1, answered + 1, text);
  }

  /** The same with data. */
  Segment with(byte[] text) {
    return new Segment(source, sourcePort, destination, port, flags, sequence, acknowledged, text);
  }

  /** As an Ethernet frame. */
  byte[] frame(byte[] from, byte[] to) {
    byte[] tcp = transport();
    boolean four = source.family() == Family.IP;
    ByteBuffer out = ByteBuffer.allocate(ETHERNET + (four ? 20 : 40) + tcp.length);
    out.put(to).put(from).putShort((short) (four ? 0x0800 : 0x86dd));
    if (four) {
      ByteBuffer header = ByteBuffer.allocate(20);
      header.putShort((short) 0x4500).putShort((short) (20 + tcp.length)).putInt(0);
      header.put((byte) HOPS).put((byte) TCP).putShort((short) 0);
      header.put(source.toBytes()).put(destination.toBytes());
      header.putShort(10, checksum(header.array()));
      out.put(header.array());
    } else {
      out.putInt(0x60000000).putShort((short) tcp.length).put((byte) TCP).put((byte) HOPS);
      out.put(source.toBytes()).put(destination.toBytes());
    }
    return out.put(tcp).array();
  }

  /** Without any header before it. */
  byte[] transport() {
    ByteBuffer tcp = ByteBuffer.allocate(TCP_HEADER + data.length);
    tcp.putShort((short) sourcePort).putShort((short) port).putInt(sequence).putInt(acknowledged);
    tcp.put((byte) ((TCP_HEADER / 4) << 4)).put((byte) flags).putShort((short) WINDOW);
    tcp.put(TCP_HEADER, data);
    tcp.putShort(16, checksum(source, destination, TCP, tcp.array()));
    return tcp.array();
  }

  /** Of octets between these: RFC 8200 8.1, which is that of IPv4 too for less than 64 KB. */
  static short checksum(Address source, Address destination, int protocol, byte[] octets) {
    byte[] peers = new byte[2 * source.toBytes().length];
    ByteBuffer.wrap(peers).put(source.toBytes()).put(destination.toBytes());
    ByteBuffer pseudo = ByteBuffer.allocate(peers.length + 4 + (octets.length + 1) / 2 * 2);
    pseudo.put(peers).putShort((short) protocol).putShort((short) octets.length).put(octets);
    return checksum(pseudo.array());
  }

  /** RFC 1071. */
  static short checksum(byte[] words) {
    int sum = 0;
    for (int at = 0; at < words.length; at += 2) {
      sum += (Byte.toUnsignedInt(words[at]) << 8) | Byte.toUnsignedInt(words[at + 1]);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }
}
