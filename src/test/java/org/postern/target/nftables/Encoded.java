package org.postern.target.nftables;

import java.util.List;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.MessageHeader;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Request;

/** Turns what we send into what the decoders take. */
public final class Encoded {
  private Encoded() {}

  public static Message message(Request request) throws NftablesException {
    AttributeWriter out = new AttributeWriter();
    out.message(
        MessageHeader.of(request.message(), request.flags(), 7, request.family().number()),
        body -> request.encode(7, body));
    List<Message> messages = Message.split(out.toArray());
    return messages.getFirst();
  }

  public static Attribute expression(Expression expression) throws NftablesException {
    AttributeWriter out = new AttributeWriter();
    expression.encode(NfTables.NFTA_LIST_ELEM, out);
    return Attribute.at(out.toArray(), 0, out.length());
  }
}
