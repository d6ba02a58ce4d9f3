package org.postern.target.nftables;

import static org.postern.target.nftables.NfTables.NFTA_DATA_VALUE;

import java.util.Arrays;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.Family;

/** Keys to put into a set or to take out of it, all of one type, in a compact form. */
sealed interface ElementKeys {

  KeyType type();

  int size();

  /** The keys from {@code from} to before {@code to}, without a copy. */
  ElementKeys slice(int from, int to);

  /** Writes key {@code index} as {@code NFTA_DATA_VALUE}. */
  void encode(int index, AttributeWriter out);

  /** Key {@code index}, for messages. */
  String describe(int index);

  static ElementKeys ipv4(long... addresses) {
    return new Addresses(KeyType.IPV4_ADDR, addresses, 0, addresses.length);
  }

  /** The upper and the lower half of each address in turn. */
  static ElementKeys ipv6(long... halves) {
    if (halves.length % 2 != 0) {
      throw new IllegalArgumentException("half an address");
    }
    return new Addresses(KeyType.IPV6_ADDR, halves, 0, halves.length / 2);
  }

  static ElementKeys interfaces(String... names) {
    return new Interfaces(Arrays.stream(names).map(Bytes::interfaceName).toList());
  }

  /** One word per IPv4 address, two per IPv6 address. */
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
}
