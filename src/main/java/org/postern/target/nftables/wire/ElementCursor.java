package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_DATA_VALUE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_EXPIRATION;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_EXPR;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_FLAGS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_KEY;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_LIST_ELEMENTS;
import static org.postern.target.nftables.netlink.NfTables.NFTA_SET_ELEM_TIMEOUT;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_ELEM_CATCHALL;
import static org.postern.target.nftables.netlink.NfTables.NFT_SET_ELEM_INTERVAL_END;

import java.time.Duration;
import java.util.Optional;
import org.postern.target.nftables.netlink.Attribute;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NftablesException;

/**
 * Steps through the elements of a message without an object for each: the position of the key is
 * remembered, everything else is looked up when asked for.
 */
public final class ElementCursor {
  private byte[] message = new byte[0];
  private int at;
  private int end;
  private int keyFrom;
  private int keyTo;

  /** An element with all that is known of it. */
  public record Element(
      Bytes key,
      boolean intervalEnd,
      Optional<Duration> timeout,
      Optional<Duration> expires,
      Optional<Statements.Counter> counter) {}

  /** Hands every element that has a key to the sink: one that stands for all keys has none. */
  static void decode(Message message, ElementSink sink) throws NftablesException {
    ElementCursor cursor = new ElementCursor();
    Optional<Attribute> list = message.attributes().find(NFTA_SET_ELEM_LIST_ELEMENTS);
    if (list.isPresent()) {
      cursor.walk(message.bytes(), list.get().from(), list.get().to(), sink);
    }
  }

  private void walk(byte[] bytes, int from, int to, ElementSink sink) throws NftablesException {
    message = bytes;
    int next = from;
    while (next < to) {
      int length = attributeLength(next, to);
      at = next + Netlink.ATTRIBUTE_HEADER;
      end = next + length;
      if (findKey()) {
        sink.element(this);
      }
      next += Netlink.align(length);
    }
  }

  private boolean findKey() throws NftablesException {
    int next = at;
    while (next < end) {
      int length = attributeLength(next, end);
      int type = Netlink.host16(message, next + 2) & Netlink.NLA_TYPE_MASK;
      if (type == NFTA_SET_ELEM_KEY) {
        readValue(next + Netlink.ATTRIBUTE_HEADER, next + length);
        return true;
      }
      next += Netlink.align(length);
    }
    if ((Attributes.read(message, at, end).be32(NFTA_SET_ELEM_FLAGS, 0) & NFT_SET_ELEM_CATCHALL)
        != 0) {
      return false;
    }
    throw NftablesException.malformed("element without a key");
  }

  private void readValue(int from, int to) throws NftablesException {
    int length = attributeLength(from, to);
    if ((Netlink.host16(message, from + 2) & Netlink.NLA_TYPE_MASK) != NFTA_DATA_VALUE) {
      throw NftablesException.malformed("key without a value");
    }
    keyFrom = from + Netlink.ATTRIBUTE_HEADER;
    keyTo = from + length;
  }

  private int attributeLength(int from, int to) throws NftablesException {
    if (to - from < Netlink.ATTRIBUTE_HEADER) {
      throw NftablesException.malformed("element cut off");
    }
    int length = Netlink.host16(message, from);
    if (length < Netlink.ATTRIBUTE_HEADER || length > to - from) {
      throw NftablesException.malformed("element attribute of " + length + " bytes");
    }
    return length;
  }

  /** Returns the bytes of the key: 4 for an IPv4 address, 16 for an IPv6 address. */
  int keyLength() {
    return keyTo - keyFrom;
  }

  /** An IPv4 key as a number. */
  long ipv4() throws NftablesException {
    requireLength(KeyType.IPV4_ADDR);
    return Integer.toUnsignedLong(Netlink.be32(message, keyFrom));
  }

  /** Returns the upper half of an IPv6 key. */
  long ipv6High() throws NftablesException {
    requireLength(KeyType.IPV6_ADDR);
    return Netlink.be64(message, keyFrom);
  }

  /** Returns the lower half of an IPv6 key. */
  long ipv6Low() throws NftablesException {
    requireLength(KeyType.IPV6_ADDR);
    return Netlink.be64(message, keyFrom + Long.BYTES);
  }

  private void requireLength(KeyType type) throws NftablesException {
    if (keyLength() != type.length()) {
      throw NftablesException.malformed("key of " + keyLength() + " bytes");
    }
  }

  /** Returns all attributes of the element. */
  public Attributes attributes() throws NftablesException {
    return Attributes.read(message, at, end);
  }

  /** Returns the whole element as an object. */
  public Element element() throws NftablesException {
    Attributes attributes = attributes();
    return new Element(
        Bytes.copyOf(message, keyFrom, keyTo),
        (attributes.be32(NFTA_SET_ELEM_FLAGS, 0) & NFT_SET_ELEM_INTERVAL_END) != 0,
        attributes.millis(NFTA_SET_ELEM_TIMEOUT),
        attributes.millis(NFTA_SET_ELEM_EXPIRATION),
        counter(attributes));
  }

  private static Optional<Statements.Counter> counter(Attributes attributes)
      throws NftablesException {
    Optional<Attribute> state = attributes.find(NFTA_SET_ELEM_EXPR);
    return state.isPresent() && Expression.decode(state.get()) instanceof Statements.Counter counter
        ? Optional.of(counter)
        : Optional.empty();
  }
}
