package org.postern.target.nftables.wire;

import static org.postern.target.nftables.netlink.NfTables.NFTA_DATA_VALUE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.policy.Ports;
import org.postern.target.nftables.netlink.AttributeWriter;
import org.postern.target.nftables.netlink.Bytes;

/** Keys to put into a set or to take out of it, all of one type, in a compact form. */
public sealed interface ElementKeys {

  KeyType type();

  int size();

  /** Returns the keys from {@code from} to before {@code to}, without a copy. */
  ElementKeys slice(int from, int to);

  /** Writes key {@code index} as {@code NFTA_DATA_VALUE}. */
  void encode(int index, AttributeWriter out);

  /** Describes the key {@code index}, for messages. */
  String describe(int index);

  /**
   * Tells whether key {@code index} is the first behind an interval, which the key before it
   * begins.
   */
  default boolean endsInterval(int index) {
    return false;
  }

  /** Returns the keys as nft writes them; an interval is one word. */
  default List<String> texts() {
    return IntStream.range(0, size()).mapToObj(this::describe).toList();
  }

  static ElementKeys ipv4(long... addresses) {
    return new Addresses(KeyType.IPV4_ADDR, addresses, 0, addresses.length);
  }

  /** Returns the upper and the lower half of each address in turn. */
  static ElementKeys ipv6(long... halves) {
    if (halves.length % 2 != 0) {
      throw new IllegalArgumentException("half an address");
    }
    return new Addresses(KeyType.IPV6_ADDR, halves, 0, halves.length / 2);
  }

  static ElementKeys interfaces(String... names) {
    return new Interfaces(Arrays.stream(names).map(Bytes::interfaceName).toList());
  }

  /** Keys of addresses: one word per IPv4 address, two per IPv6 address. */
  final class Addresses implements ElementKeys {
    private final KeyType type;
    private final long[] words;
    private final int start;
    private final int end;

    private Addresses(KeyType type, long[] words, int start, int end) {
      this.type = type;
      this.words = words;
      this.start = start;
      this.end = end;
    }

    @Override
    public KeyType type() {
      return type;
    }

    @Override
    public int size() {
      return end - start;
    }

    @Override
    public ElementKeys slice(int from, int to) {
      return new Addresses(type, words, start + from, start + to);
    }

    @Override
    public void encode(int index, AttributeWriter out) {
      int at = start + index;
      if (type == KeyType.IPV4_ADDR) {
        out.be32(NFTA_DATA_VALUE, (int) words[at]);
      } else {
        out.be128(NFTA_DATA_VALUE, words[2 * at], words[2 * at + 1]);
      }
    }

    @Override
    public String describe(int index) {
      int at = start + index;
      Address address =
          type == KeyType.IPV4_ADDR
              ? new Address(Family.IP, 0, words[at])
              : new Address(Family.IP6, words[2 * at], words[2 * at + 1]);
      return address.toString();
    }
  }

  /** Names, each filled up to the length of a key. */
  record Interfaces(List<Bytes> names) implements ElementKeys {
    public Interfaces {
      names = List.copyOf(names);
    }

    @Override
    public KeyType type() {
      return KeyType.IFNAME;
    }

    @Override
    public int size() {
      return names.size();
    }

    @Override
    public ElementKeys slice(int from, int to) {
      return new Interfaces(names.subList(from, to));
    }

    @Override
    public void encode(int index, AttributeWriter out) {
      out.bytes(NFTA_DATA_VALUE, names.get(index));
    }

    @Override
    public String describe(int index) {
      return names.get(index).text();
    }
  }

  /** Ports as intervals: the kernel keeps where each begins, and what follows it, if anything. */
  final class Services implements ElementKeys {
    private record Edge(int port, boolean ends) {}

    private final Ports ports;
    private final List<Edge> edges = new ArrayList<>();

    public Services(Ports ports) {
      this.ports = ports;
      for (Ports.Range range : ports.ranges()) {
        edges.add(new Edge(range.first(), false));
        if (range.last() < Ports.LAST) {
          edges.add(new Edge(range.last() + 1, true));
        }
      }
    }

    @Override
    public KeyType type() {
      return KeyType.INET_SERVICE;
    }

    @Override
    public int size() {
      return edges.size();
    }

    /** Returns the whole: an interval is never sent in parts. */
    @Override
    public ElementKeys slice(int from, int to) {
      if (from != 0 || to != size()) {
        throw new IllegalArgumentException("an interval cannot be cut");
      }
      return this;
    }

    @Override
    public void encode(int index, AttributeWriter out) {
      out.bytes(NFTA_DATA_VALUE, Bytes.be16(edges.get(index).port()));
    }

    @Override
    public boolean endsInterval(int index) {
      return edges.get(index).ends();
    }

    @Override
    public String describe(int index) {
      return String.valueOf(edges.get(index).port());
    }

    @Override
    public List<String> texts() {
      return ports.ranges().stream().map(Ports.Range::text).toList();
    }
  }
}
