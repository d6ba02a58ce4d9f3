package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_LIST_ELEM;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_KEY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_ELEMENTS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_SET;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_TABLE;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_DELSETELEM;
import static org.postern.target.nftables.netlink.NfTables.NFT_MSG_NEWSETELEM;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_ELEM_INTERVAL_END;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Counted;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.TableFamily;

/** Elements: the keys in a set. {@link ElementCursor} reads them back. */
public final class Elements {
  /** Room for the headers and the two names, each at most 255 bytes and a zero. */
  private static final int MESSAGE_OVERHEAD = 1024;

  private Elements() {}

  /** A request for elements that it names one by one. */
  public sealed interface OfKeys extends Request permits NewSetElem, DelSetElem {
    /** Returns the table of the set. */
    String table();

    /** Returns the name of the set. */
    String set();

    /** Returns the elements. */
    ElementKeys keys();

    /** Returns the request for some of the elements. */
    Request of(ElementKeys part);

    @Override
    default void encode(int sequence, AttributeWriter out) {
      encodeKeys(table(), set(), keys(), out);
    }

    @Override
    default int elements() {
      return keys().size();
    }

    /**
     * Returns requests for the elements. Their list is one attribute, so no message holds more than
     * 64 KiB of them. Keys that end intervals are longer, but so few that they are never cut.
     */
    @Override
    default List<Request> parts(int bytes) {
      int room = Math.min(Netlink.MAX_ATTRIBUTE, bytes - MESSAGE_OVERHEAD);
      int element = 3 * Netlink.ATTRIBUTE_HEADER + Netlink.align(keys().type().length());
      int each = Math.max(1, (room - Netlink.ATTRIBUTE_HEADER) / element);
      List<Request> parts = new ArrayList<>();
      for (int from = 0; from < keys().size(); from += each) {
        parts.add(of(keys().slice(from, Math.min(keys().size(), from + each))));
      }
      return parts;
    }

    @Override
    default Optional<String> member(int index) {
      return index < keys().size()
          ? Optional.of("element " + keys().describe(index))
          : Optional.empty();
    }
  }

  /**
   * Adds elements; those that are there stay as they are.
   *
   * @param exclusive none of them may be there yet
   */
  public record NewSetElem(
      TableFamily family, String table, String set, ElementKeys keys, boolean exclusive)
      implements OfKeys {

    public NewSetElem(TableFamily family, String table, String set, ElementKeys keys) {
      this(family, table, set, keys, false);
    }

    @Override
    public int message() {
      return NFT_MSG_NEWSETELEM;
    }

    @Override
    public int flags() {
      return Netlink.NLM_F_CREATE | (exclusive ? Netlink.NLM_F_EXCL : 0);
    }

    @Override
    public String describe() {
      return "add "
          + Counted.of(keys.size(), "element")
          + " to "
          + family.word()
          + " "
          + table
          + " "
          + set;
    }

    @Override
    public Request of(ElementKeys part) {
      return new NewSetElem(family, table, set, part, exclusive);
    }
  }

  /** Deletes elements, all of which must be there. */
  public record DelSetElem(TableFamily family, String table, String set, ElementKeys keys)
      implements OfKeys {
    @Override
    public int message() {
      return NFT_MSG_DELSETELEM;
    }

    @Override
    public String describe() {
      return "delete "
          + Counted.of(keys.size(), "element")
          + " of "
          + family.word()
          + " "
          + table
          + " "
          + set;
    }

    @Override
    public Request of(ElementKeys part) {
      return new DelSetElem(family, table, set, part);
    }
  }

  /** Deletes all elements of a set. */
  public record FlushSet(TableFamily family, String table, String set) implements Request {
    @Override
    public int message() {
      return NFT_MSG_DELSETELEM;
    }

    @Override
    public void encode(int sequence, AttributeWriter out) {
      out.string(NFTA_SET_ELEM_LIST_TABLE, table);
      out.string(NFTA_SET_ELEM_LIST_SET, set);
    }

    @Override
    public String describe() {
      return "flush set " + family.word() + " " + table + " " + set;
    }
  }

  static void encodeKeys(String table, String set, ElementKeys keys, AttributeWriter out) {
    out.string(NFTA_SET_ELEM_LIST_TABLE, table);
    out.string(NFTA_SET_ELEM_LIST_SET, set);
    int list = out.open(NFTA_SET_ELEM_LIST_ELEMENTS);
    for (int index = 0; index < keys.size(); index++) {
      int element = out.open(NFTA_LIST_ELEM);
      int key = out.open(NFTA_SET_ELEM_KEY);
      keys.encode(index, out);
      out.close(key);
      if (keys.endsInterval(index)) {
        out.be32(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
      }
      out.close(element);
    }
    out.close(list);
  }
}
