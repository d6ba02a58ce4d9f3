package org.postern.target.nftables.netlink;

import java.util.Arrays;
import java.util.Locale;

/** The families of tables: {@code NFPROTO_…} in {@code include/uapi/linux/netfilter.h}. */
public enum TableFamily {
  INET(1),
  IP(2),
  ARP(3),
  NETDEV(5),
  BRIDGE(7),
  IP6(10);

  /** All families, in a request for a dump. */
  public static final int UNSPECIFIED = 0;

  private final int number;

  TableFamily(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Returns the word that nft(8) uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TableFamily of(int number) throws NftablesException {
    return Arrays.stream(values())
        .filter(family -> family.number == number)
        .findFirst()
        .orElseThrow(() -> NftablesException.malformed("family " + number));
  }
}
