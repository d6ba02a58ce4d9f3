package org.postern.target.nftables;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.postern.target.nftables.FakeKernel.Reply;
import org.postern.target.nftables.FakeKernel.Reply.Datagram;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.MessageHeader;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Request;

/** Datagrams as the kernel writes them, and what can become of them. */
public final class Replies {
  /** {@code NFT_MSG_NEWGEN}. */
  public static final int NEWGEN = NfTables.NFT_MSG_GETGEN - 1;

  private static final int GENERATION = 5;

  private Replies() {}

  public static Reply generation(int sequence) {
    return message(
        MessageHeader.of(NEWGEN, 0, sequence, 0),
        out -> out.be32(NfTables.NFTA_GEN_ID, GENERATION));
  }

  public static Reply object(int sequence, Request object) {
    int family = object.family().number();
    return message(
        MessageHeader.of(object.message(), FakeKernel.MULTI, sequence, family),
        out -> object.encode(sequence, out));
  }

  /** The end of a list. */
  public static Reply done(int sequence, int errno) {
    return status(Netlink.NLMSG_DONE, sequence, errno);
  }

  /** A refusal, or with 0 a success; without the message that it answers. */
  public static Reply error(int sequence, int errno) {
    return status(Netlink.NLMSG_ERROR, sequence, errno);
  }

  /** The errno stands where other messages have their nfgenmsg. */
  private static Reply status(int type, int sequence, int errno) {
    Reply blank =
        message(
            new MessageHeader(type, Netlink.NLM_F_CAPPED, sequence, 0, 0),
            out -> out.raw(Bytes.zeros(Netlink.MESSAGE_HEADER)));
    byte[] bytes = ((Datagram) blank).bytes();
    Netlink.putHost32(bytes, Netlink.MESSAGE_HEADER, -errno);
    return Datagram.of(bytes);
  }

  private static Reply message(MessageHeader header, Consumer<AttributeWriter> body) {
    AttributeWriter out = new AttributeWriter();
    out.message(header, body);
    return Datagram.of(out.toArray());
  }

  /** All in one datagram. */
  public static List<Reply> together(List<Reply> replies) {
    byte[] whole = new byte[0];
    for (Reply reply : replies) {
      byte[] bytes = ((Datagram) reply).bytes();
      int end = whole.length;
      whole = Arrays.copyOf(whole, end + bytes.length);
      System.arraycopy(bytes, 0, whole, end, bytes.length);
    }
    return List.of(Datagram.of(whole));
  }

  public static Reply cut(Reply reply, int length) {
    return Datagram.of(Arrays.copyOf(((Datagram) reply).bytes(), length));
  }

  /** The first message has other 16 bits at that place of its header, or of what follows. */
  public static Reply with16(Reply reply, int at, int value) {
    byte[] bytes = ((Datagram) reply).bytes();
    Netlink.putHost16(bytes, at, value);
    return Datagram.of(bytes);
  }
}
