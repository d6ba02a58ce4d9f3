package org.postern.target.nftables.layout;

import static org.postern.target.nftables.netlink.NfTables.NFTA_DATA_VERDICT;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_DATA;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_KEY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_KEY_END;
import static org.postern.target.nftables.netlink.NfTables.NFTA_VERDICT_CHAIN;
import static org.postern.target.nftables.netlink.NfTables.NFTA_VERDICT_CODE;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_ANONYMOUS;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_CONCAT;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_ELEM_INTERVAL_END;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_INTERVAL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.ElementCursor;
import org.postern.target.nftables.wire.ElementSink;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Statements;

/**
 * A set that is spelled out in the rule that uses it, such as {@code { 25, 465-587 }}. Of the sets
 * of other programs only these are read: they are as short as an administrator wrote them, while
 * named sets may be so large that the kernel takes half a minute to list them.
 *
 * @param elements the elements that were read
 * @param whole whether these are all elements of the set
 */
public record LiteralSet(List<Element> elements, boolean whole) {
  /** The most elements that are read; no administrator spells out more. */
  private static final int MOST = 10_000;

  public LiteralSet {
    elements = List.copyOf(elements);
  }

  /**
   * An interval of keys, and the verdict that it leads to.
   *
   * @param first the lowest key
   * @param last the highest key
   * @param verdict the verdict; empty unless the set is a map to verdicts
   */
  public record Element(Bytes first, Bytes last, Optional<Statements.ImmediateVerdict> verdict) {}

  /** The part of an element that one message tells. */
  private record Part(
      Bytes key,
      Optional<Bytes> keyEnd,
      boolean ends,
      Optional<Statements.ImmediateVerdict> verdict) {
    static Part read(Attributes attributes) throws NftablesException {
      Optional<Attribute> end = attributes.find(NFTA_SET_ELEM_KEY_END);
      Attributes verdict = attributes.nested(NFTA_SET_ELEM_DATA).nested(NFTA_DATA_VERDICT);
      return new Part(
          attributes.require(NFTA_SET_ELEM_KEY).data(),
          end.isPresent() ? Optional.of(end.get().data()) : Optional.empty(),
          (attributes.be32(NFTA_SET_ELEM_FLAGS, 0) & NFT_SET_ELEM_INTERVAL_END) != 0,
          verdict.has(NFTA_VERDICT_CODE)
              ? Optional.of(
                  new Statements.ImmediateVerdict(
                      verdict.be32(NFTA_VERDICT_CODE), verdict.text(NFTA_VERDICT_CHAIN)))
              : Optional.empty());
    }
  }

  /** Reads a set; empty for a named one. */
  public static Optional<LiteralSet> read(
      RulesetReader reader, TableFamily family, String table, String name)
      throws NftablesException {
    Sets.SetInfo info = reader.set(family, table, name);
    return (info.setFlags() & NFT_SET_ANONYMOUS) == 0
        ? Optional.empty()
        : Optional.of(readWhole(reader, info));
  }

  /** Reads the elements of a set that is known to be short. */
  static LiteralSet readWhole(RulesetReader reader, Sets.SetInfo info) throws NftablesException {
    TableFamily family = info.family();
    String table = info.table();
    String name = info.name();
    Collected found = new Collected();
    reader.elements(family, table, name, found);
    boolean whole = found.parts.size() <= MOST && !reader.hasCatchAll(family, table, name);
    boolean ranges =
        (info.setFlags() & NFT_SET_INTERVAL) != 0 && (info.setFlags() & NFT_SET_CONCAT) == 0;
    return new LiteralSet(ranges ? intervals(found.parts) : singles(found.parts), whole);
  }

  private static List<Element> singles(List<Part> parts) {
    return parts.stream()
        .map(part -> new Element(part.key(), part.keyEnd().orElse(part.key()), part.verdict()))
        .toList();
  }

  /**
   * Returns the elements as intervals: each reaches to the next key, which marks its end or begins
   * another interval.
   */
  private static List<Element> intervals(List<Part> parts) {
    List<Part> sorted = new ArrayList<>(parts);
    sorted.sort(
        Comparator.comparing((Part part) -> part.key().toArray(), Arrays::compareUnsigned)
            .thenComparing(part -> !part.ends()));
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Part part = sorted.get(i);
      if (!part.ends()) {
        Bytes last = i + 1 < sorted.size() ? before(sorted.get(i + 1).key()) : highest(part.key());
        found.add(new Element(part.key(), last, part.verdict()));
      }
    }
    return found;
  }

  private static Bytes before(Bytes key) {
    byte[] bytes = key.toArray();
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i]-- != 0) {
        break;
      }
    }
    return Bytes.copyOf(bytes, 0, bytes.length);
  }

  private static Bytes highest(Bytes key) {
    byte[] bytes = new byte[key.length()];
    Arrays.fill(bytes, (byte) 0xff);
    return Bytes.copyOf(bytes, 0, bytes.length);
  }

  private static final class Collected implements ElementSink {
    private final List<Part> parts = new ArrayList<>();

    @Override
    public void restart() {
      parts.clear();
    }

    @Override
    public void element(ElementCursor cursor) throws NftablesException {
      if (parts.size() <= MOST) {
        parts.add(Part.read(cursor.attributes()));
      }
    }
  }
}
