package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_TABLE_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_TABLE_HANDLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_TABLE_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_TABLE_OWNER;
import static org.postern.target.nftables.netlink.NfTables.NFTA_TABLE_USE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELTABLE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWTABLE;

import java.util.Optional;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;

/** Tables: the names that everything else hangs under. */
public final class Tables {
  private Tables() {}

  /**
   * Creates a table, or finds it there.
   *
   * @param tableFlags {@code NFT_TABLE_F_…}
   * @param exclusive it must not exist yet
   */
  public record NewTable(TableFamily family, String name, int tableFlags, boolean exclusive)
      implements Request {

    public NewTable(TableFamily family, String name) {
      this(family, name, 0, false);
    }

    @Override
    public int message() {
      return NFT_MSG_NEWTABLE;
    }

    @Override
    public int flags() {
      return Netlink.NLM_F_CREATE | (exclusive ? Netlink.NLM_F_EXCL : 0);
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_TABLE_NAME, name);
      out.be32(NFTA_TABLE_FLAGS, tableFlags);
    }

    @Override
    public String describe() {
      return "add table " + family.word() + " " + name;
    }
  }

  /** Deletes a table and all that is in it. */
  public record DelTable(TableFamily family, String name) implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELTABLE;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_TABLE_NAME, name);
    }

    @Override
    public String describe() {
      return "delete table " + family.word() + " " + name;
    }
  }

  /**
   * A table that is there.
   *
   * @param handle never used twice: a table made anew has another one
   * @param use how many chains, sets and objects it holds
   * @param owner the netlink port of the process that alone may change it
   */
  public record TableInfo(
      TableFamily family, String name, int flags, long handle, int use, Optional<Integer> owner) {
    static TableInfo decode(Message message) throws NftablesException {
      Attributes attributes = message.attributes();
      return new TableInfo(
          message.family(),
          attributes.string(NFTA_TABLE_NAME),
          attributes.be32(NFTA_TABLE_FLAGS, 0),
          attributes.be64OrZero(NFTA_TABLE_HANDLE),
          attributes.be32(NFTA_TABLE_USE, 0),
          attributes.be32IfPresent(NFTA_TABLE_OWNER));
    }
  }
}
