package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTNL_UDATA_RULE_COMMENT;
import static org.postern.target.nftables.netlink.NfTables.NFTNL_UDATA_SET_KEYBYTEORDER;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Netlink;

/**
 * The data that nft leaves with an object for its own use: bytes of type, length and value, which
 * the kernel stores unread ({@code include/udata.h} of libnftnl).
 */
final class UserData {
  private static final int HEADER = 2;

  /** The most bytes of a comment: {@code NFTNL_UDATA_COMMENT_MAXLEN}. */
  private static final int MAX_COMMENT = 128;

  private UserData() {}

  static Bytes ruleComment(String comment) {
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    if (text.length > MAX_COMMENT) {
      throw new IllegalArgumentException("comment of " + text.length + " bytes");
    }
    byte[] value = new byte[HEADER + text.length + 1];
    value[0] = NFTNL_UDATA_RULE_COMMENT;
    value[1] = (byte) (text.length + 1);
    System.arraycopy(text, 0, value, HEADER, text.length);
    return Bytes.copyOf(value, 0, value.length);
  }

  /**
   * Returns the comment of a rule; other programs keep other things here, which count as no
   * comment.
   */
  static Optional<String> ruleComment(Bytes data) {
    byte[] value = data.toArray();
    int at = 0;
    while (value.length - at >= HEADER) {
      int end = at + HEADER + Byte.toUnsignedInt(value[at + 1]);
      if (end > value.length) {
        return Optional.empty();
      }
      if (value[at] == NFTNL_UDATA_RULE_COMMENT) {
        return Optional.of(Bytes.copyOf(value, at + HEADER, end).text());
      }
      at = end;
    }
    return Optional.empty();
  }

  /**
   * Returns how nft is to print the keys of a set; nft keeps the number in the order of the
   * machine.
   */
  static Bytes keyByteOrder(int byteOrder) {
    byte[] value = new byte[HEADER + Integer.BYTES];
    value[0] = NFTNL_UDATA_SET_KEYBYTEORDER;
    value[1] = Integer.BYTES;
    Netlink.putHost32(value, HEADER, byteOrder);
    return Bytes.copyOf(value, 0, value.length);
  }
}
