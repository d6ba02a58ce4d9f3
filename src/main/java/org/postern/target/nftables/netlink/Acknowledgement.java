package org.postern.target.nftables.netlink;

import static org.postern.target.nftables.netlink.Netlink.MESSAGE_HEADER;
import static org.postern.target.nftables.netlink.Netlink.NLMSGERR_ATTR_MSG;
import static org.postern.target.nftables.netlink.Netlink.NLMSGERR_ATTR_OFFS;
import static org.postern.target.nftables.netlink.Netlink.NLM_F_ACK_TLVS;
import static org.postern.target.nftables.netlink.Netlink.NLM_F_CAPPED;

import java.util.Optional;

/**
 * The kernel's answer to a message: struct nlmsgerr with its extended attributes.
 *
 * @param sequence the message that is answered
 * @param errno 0 for success
 * @param offset the attribute at fault, in bytes from the start of the message
 * @param text the kernel's own words, which it rarely has
 */
public record Acknowledgement(
    int sequence, int errno, Optional<Integer> offset, Optional<String> text) {

  public static Acknowledgement decode(Message message) throws NftablesException {
    int errno = -message.payloadInt(0);
    if (!message.hasFlag(NLM_F_ACK_TLVS)) {
      return new Acknowledgement(message.sequence(), errno, Optional.empty(), Optional.empty());
    }
    int original = message.hasFlag(NLM_F_CAPPED) ? MESSAGE_HEADER : message.payloadInt(4);
    if (original < MESSAGE_HEADER) {
      throw NftablesException.malformed("answer to a message of " + original + " bytes");
    }
    Attributes details = message.attributesAfter(Integer.BYTES + Netlink.align(original));
    Optional<Attribute> offset = details.find(NLMSGERR_ATTR_OFFS);
    return new Acknowledgement(
        message.sequence(),
        errno,
        offset.isPresent() ? Optional.of(offset.get().host32()) : Optional.empty(),
        details.text(NLMSGERR_ATTR_MSG));
  }
}
