package org.postern.target.nftables.netlink;

import java.util.ArrayList;
import java.util.List;
import org.postern.host.ffm.Errno;

/** A message from the kernel: struct nlmsghdr and what follows. */
public final class Message {
  private final byte[] bytes;
  private final int start;
  private final int end;

  private Message(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** Returns the messages of a datagram. */
  public static List<Message> split(byte[] datagram) throws NftablesException {
    List<Message> messages = new ArrayList<>();
    int at = 0;
    while (at < datagram.length) {
      int left = datagram.length - at;
      if (left < Netlink.MESSAGE_HEADER) {
        throw NftablesException.malformed("message header cut off");
      }
      int length = Netlink.host32(datagram, at);
      if (length < Netlink.MESSAGE_HEADER || length > left) {
        throw NftablesException.malformed("message of " + length + " bytes in " + left);
      }
      messages.add(new Message(datagram, at, at + length));
      at += Netlink.align(length);
    }
    return messages;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int type() {
    return Netlink.host16(bytes, start + 4);
  }

  /** Tells whether this is nf_tables message {@code NFT_MSG_…}. */
  public boolean is(int message) {
    return type() == (Netlink.NFNL_SUBSYS_NFTABLES << 8 | message);
  }

  public boolean hasFlag(int flag) {
    return (Netlink.host16(bytes, start + 6) & flag) != 0;
  }

  public int sequence() {
    return Netlink.host32(bytes, start + 8);
  }

  public TableFamily family() throws NftablesException {
    payload(Netlink.NFGEN_HEADER);
    return TableFamily.of(Byte.toUnsignedInt(bytes[start + Netlink.MESSAGE_HEADER]));
  }

  public Attributes attributes() throws NftablesException {
    int header = payload(Netlink.NFGEN_HEADER);
    return Attributes.read(bytes, header + Netlink.NFGEN_HEADER, end);
  }

  /** Returns the attributes that start {@code skip} bytes into the payload. */
  Attributes attributesAfter(int skip) throws NftablesException {
    return Attributes.read(bytes, payload(skip) + skip, end);
  }

  /** A number of the payload in the order of the machine. */
  int payloadInt(int offset) throws NftablesException {
    return Netlink.host32(bytes, payload(offset + Integer.BYTES) + offset);
  }

  /** An error message, or the end of a dump, may hold an error. */
  public void failOnError() throws NftablesException {
    int errno = -payloadInt(0);
    if (errno != 0) {
      throw new NftablesException(errno, Errno.describe(errno));
    }
  }

  private int payload(int atLeast) throws NftablesException {
    int payload = start + Netlink.MESSAGE_HEADER;
    if (end - payload < atLeast) {
      throw NftablesException.malformed("payload of " + (end - payload) + " bytes");
    }
    return payload;
  }
}
