package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_COUNT;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_DESC;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_DESC_SIZE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_EXPR;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_HANDLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ID;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_KEY_LEN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_KEY_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_TIMEOUT;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_USERDATA;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELSET;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWSET;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_EVAL;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_TIMEOUT;

import java.time.Duration;
import java.util.Optional;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;

/** Sets: hash tables of keys, kept by us or filled by rules. */
public final class Sets {
  private Sets() {}

  /**
   * Creates a set, or finds it there.
   *
   * @param setFlags {@code NFT_SET_…}; 0 is a plain hash set
   * @param size most elements it can hold, else ENFILE. A set without flags but with a size has a
   *     table of fixed length, which fills twice as fast and is read back right at the first
   *     attempt
   * @param timeout how long an element stays unless it says otherwise
   * @param counted every element counts its packets and bytes
   */
  public record NewSet(
      TableFamily family,
      String table,
      String name,
      KeyType keyType,
      int setFlags,
      Optional<Integer> size,
      Optional<Duration> timeout,
      boolean counted)
      implements Request {

    /** A plain hash set, filled by us. */
    public static NewSet hash(TableFamily family, String table, String name, KeyType keyType) {
      return new NewSet(family, table, name, keyType, 0, Optional.empty(), Optional.empty(), false);
    }

    /** A plain hash set of fixed size: reading it never meets the kernel enlarging it. */
    public static NewSet hash(
        TableFamily family, String table, String name, KeyType keyType, int size) {
      return new NewSet(
          family, table, name, keyType, 0, Optional.of(size), Optional.empty(), false);
    }

    /** A set that stays as it is once a rule uses it. */
    public static NewSet constant(
        TableFamily family, String table, String name, KeyType keyType, int setFlags) {
      return new NewSet(
          family, table, name, keyType, setFlags, Optional.empty(), Optional.empty(), false);
    }

    /** A set that rules fill and time empties. */
    public static NewSet learning(
        TableFamily family,
        String table,
        String name,
        KeyType keyType,
        int size,
        Duration timeout,
        boolean counted) {
      int flags = NFT_SET_EVAL | NFT_SET_TIMEOUT;
      return new NewSet(
          family, table, name, keyType, flags, Optional.of(size), Optional.of(timeout), counted);
    }

    @Override
    public int message() {
      return NFT_MSG_NEWSET;
    }

    @Override
    public int flags() {
      return Netlink.NLM_F_CREATE;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_SET_TABLE, table);
      out.string(NFTA_SET_NAME, name);
      out.be32(NFTA_SET_FLAGS, setFlags);
      out.be32(NFTA_SET_KEY_TYPE, keyType.number());
      out.be32(NFTA_SET_KEY_LEN, keyType.length());
      out.be32(NFTA_SET_ID, sequence);
      size.ifPresent(
          value -> out.nested(NFTA_SET_DESC, desc -> desc.be32(NFTA_SET_DESC_SIZE, value)));
      timeout.ifPresent(value -> out.be64(NFTA_SET_TIMEOUT, value.toMillis()));
      out.bytes(NFTA_SET_USERDATA, UserData.keyByteOrder(keyType.byteOrder()));
      if (counted) {
        Statements.Counter.ZERO.encode(NFTA_SET_EXPR, out);
      }
    }

    @Override
    public String describe() {
      return "add set " + family.word() + " " + table + " " + name;
    }
  }

  /** Deletes a set that no rule uses. */
  public record DelSet(TableFamily family, String table, String name) implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELSET;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_SET_TABLE, table);
      out.string(NFTA_SET_NAME, name);
    }

    @Override
    public String describe() {
      return "delete set " + family.word() + " " + table + " " + name;
    }
  }

  /**
   * A set that is there, without its elements.
   *
   * @param keyType the number that nft gave it, see {@link KeyType}
   * @param setFlags {@code NFT_SET_…}; maps and anonymous sets are among them
   * @param element the state that every element has
   * @param count elements it holds, from kernels that say so (6.18 does, 6.12 does not)
   */
  public record SetInfo(
      TableFamily family,
      String table,
      String name,
      long handle,
      int keyType,
      int keyLength,
      int setFlags,
      Optional<Integer> size,
      Optional<Duration> timeout,
      Optional<Expression> element,
      Optional<Integer> count) {

    static SetInfo decode(Message message) throws NftablesException {
      Attributes attributes = message.attributes();
      Optional<Attribute> element = attributes.find(NFTA_SET_EXPR);
      return new SetInfo(
          message.family(),
          attributes.string(NFTA_SET_TABLE),
          attributes.string(NFTA_SET_NAME),
          attributes.be64OrZero(NFTA_SET_HANDLE),
          attributes.be32(NFTA_SET_KEY_TYPE, 0),
          attributes.be32(NFTA_SET_KEY_LEN),
          attributes.be32(NFTA_SET_FLAGS, 0),
          attributes.nested(NFTA_SET_DESC).be32IfPresent(NFTA_SET_DESC_SIZE),
          attributes.millis(NFTA_SET_TIMEOUT),
          element.isPresent() ? Optional.of(Expression.decode(element.get())) : Optional.empty(),
          attributes.be32IfPresent(NFTA_SET_COUNT));
    }
  }
}
