package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_COUNTER_BYTES;
import static org.postern.target.nftables.netlink.NfTables.NFTA_COUNTER_PACKETS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_HANDLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_OBJ_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELOBJ;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWOBJ;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_COUNTER;

import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;

/** Named counters: objects that several rules share and that outlive each of them. */
public final class Counters {
  private Counters() {}

  /** Creates a counter at zero, or finds it there and leaves its numbers alone. */
  public record NewCounter(TableFamily family, String table, String name) implements Request {
    @Override
    public int message() {
      return NFT_MSG_NEWOBJ;
    }

    @Override
    public int flags() {
      return Netlink.NLM_F_CREATE;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_OBJ_TABLE, table);
      out.string(NFTA_OBJ_NAME, name);
      out.be32(NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER);
      out.nested(NFTA_OBJ_DATA, Statements.Counter.ZERO::encodeData);
    }

    @Override
    public String describe() {
      return "add counter " + family.word() + " " + table + " " + name;
    }
  }

  /** Deletes a counter that no rule uses. */
  public record DelCounter(TableFamily family, String table, String name) implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELOBJ;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_OBJ_TABLE, table);
      out.string(NFTA_OBJ_NAME, name);
      out.be32(NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER);
    }

    @Override
    public String describe() {
      return "delete counter " + family.word() + " " + table + " " + name;
    }
  }

  /** A counter that is there, and what it has counted. */
  public record CounterInfo(
      TableFamily family, String table, String name, long handle, long packets, long bytes) {
    static CounterInfo decode(Message message) throws NftablesException {
      Attributes attributes = message.attributes();
      Attributes data = attributes.nested(NFTA_OBJ_DATA);
      return new CounterInfo(
          message.family(),
          attributes.string(NFTA_OBJ_TABLE),
          attributes.string(NFTA_OBJ_NAME),
          attributes.be64OrZero(NFTA_OBJ_HANDLE),
          data.be64OrZero(NFTA_COUNTER_PACKETS),
          data.be64OrZero(NFTA_COUNTER_BYTES));
    }
  }
}
