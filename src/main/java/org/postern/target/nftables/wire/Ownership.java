package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFT_TABLE_F_OWNER;
import static org.postern.target.nftables.netlink.NfTables.NFT_TABLE_F_PERSIST;

/**
 * The processes that may change our table. A table that is owned can be changed by the socket that
 * made it alone: not even {@code nft flush ruleset} takes it. With {@code persist} it stays when
 * that socket is closed, as an orphan that any process may change and the next of ours adopts
 * (Linux 6.9, {@code nf_tables_updtable}). Neither flag can be given to a table afterwards.
 */
public enum Ownership {
  /** Any process with the right to change rules may do so. */
  SHARED(0),
  /** The process that applies, as long as it lives. */
  OWNED(NFT_TABLE_F_OWNER | NFT_TABLE_F_PERSIST);

  private final int flags;

  Ownership(int flags) {
    this.flags = flags;
  }

  /** Returns the flags {@code NFT_TABLE_F_…} of a table that is made so, and to adopt one. */
  public int flags() {
    return flags;
  }

  /** Tells whether a table was made so; the owner flag is gone when its owner is. */
  public boolean fits(Tables.TableInfo table) {
    return (table.flags() & NFT_TABLE_F_PERSIST) == (flags & NFT_TABLE_F_PERSIST);
  }

  /** Tells whether a table is meant to be owned, and is not at the moment. */
  public boolean lacksOwner(Tables.TableInfo table) {
    return (flags & NFT_TABLE_F_OWNER) != 0 && (table.flags() & NFT_TABLE_F_OWNER) == 0;
  }
}
