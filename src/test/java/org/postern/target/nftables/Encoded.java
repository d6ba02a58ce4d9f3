package org.postern.target.nftables;

import java.util.List;

/** Turns what we send into what the decoders take. */
final class Encoded {
  private Encoded() {}

  static Message message(Request request) throws NftablesException {
    AttributeWriter out = new AttributeWriter();
    out.message(
        MessageHeader.of(request.message(), request.flags(), 7, request.family().number()),
        body -> request.encode(7, body));
    List<Message> messages = Message.split(out.toArray());
    return messages.getFirst();
  }

  static Attribute expression(Expression expression) throws NftablesException {
    AttributeWriter out = new AttributeWriter();
    expression.encode(NfTables.NFTA_LIST_ELEM, out);
    return Attribute.at(out.toArray(), 0, out.length());
  }
}
