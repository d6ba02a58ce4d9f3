package org.postern.target.nftables.netlink;

/**
 * The headers before the attributes: struct nlmsghdr and struct nfgenmsg.
 *
 * @param type the message type with its subsystem, {@code NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_…}
 * @param flags {@code NLM_F_…}
 * @param sequence comes back in the answer
 * @param family the number of a {@link TableFamily}, 0 for all of them
 * @param resource the resource id: in a batch frame the subsystem, in an answer the low half of the
 *     generation
 */
public record MessageHeader(int type, int flags, int sequence, int family, int resource) {

  public static MessageHeader of(int message, int flags, int sequence, int family) {
    int type = Netlink.NFNL_SUBSYS_NFTABLES << 8 | message;
    return new MessageHeader(type, Netlink.NLM_F_REQUEST | flags, sequence, family, 0);
  }
}
