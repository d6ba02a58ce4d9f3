package org.postern.target.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/**
 * Many prefixes in the lengths of a published blocklist: seven of ten are single addresses, one of
 * ten is of IPv6. No two touch, so that every program has to hold all of them.
 */
public record Blocklist(List<Prefix> prefixes) {
  private static final long FIRST_CELL = 0x0b000000L >>> 9;
  private static final long CELLS = (0xdf000000L >>> 9) - FIRST_CELL;

  /** Prime to the number of cells: its multiples meet each of them once. */
  private static final long STRIDE = 1_000_003;

  private static final int[] LENGTHS6 = {64, 64, 64, 64, 64, 128, 128, 128, 56, 48};

  public Blocklist {
    prefixes = List.copyOf(prefixes);
  }

  /** A list of that many prefixes; always the same. */
  public static Blocklist of(int count) {
    Random random = new Random(count);
    List<Prefix> prefixes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prefixes.add(i % 10 == 9 ? ip6(i, random) : ip(i, random));
    }
    return new Blocklist(prefixes);
  }

  /** In the first half of a /23 of its own. */
  private static Prefix ip(int index, Random random) {
    long cell = (FIRST_CELL + index * STRIDE % CELLS) << 9;
    int length = random.nextInt(10) < 7 ? 32 : 24 + random.nextInt(8);
    return Prefix.containing(new Address(Family.IP, 0, cell | random.nextInt(256)), length);
  }

  /** In the first /48 of a /44 of its own. */
  private static Prefix ip6(int index, Random random) {
    long cell = 0x2a00_0000_0000_0000L | (index * STRIDE % (1L << 28)) << 20;
    int length = LENGTHS6[random.nextInt(LENGTHS6.length)];
    long network = cell | random.nextInt(1 << 16);
    return Prefix.containing(new Address(Family.IP6, network, random.nextLong()), length);
  }

  /** Prefixes that no list has. */
  static AddressSet others(int count) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = 0; i < count; i++) {
      builder.add(new Prefix(new Address(Family.IP, 0, 0x0a000000L | (long) i << 9), 32 - i % 8));
    }
    return builder.build();
  }

  /** An IPv4 address that no list has, between those that are listed. */
  static Address stranger(Random random) {
    long cell = (FIRST_CELL + random.nextLong(CELLS)) << 9;
    return new Address(Family.IP, 0, cell | 256 | random.nextInt(256));
  }

  public AddressSet set() {
    AddressSet.Builder builder = AddressSet.builder();
    prefixes.forEach(builder::add);
    return builder.build();
  }

  /** As a list file: one a line. */
  String lines() {
    return prefixes.stream().map(Prefix::text).collect(Collectors.joining("\n", "", "\n"));
  }

  /** As elements for nft. */
  String elements(Family family) {
    return prefixes.stream()
        .filter(prefix -> prefix.family() == family)
        .map(Prefix::text)
        .collect(Collectors.joining(", "));
  }
}
