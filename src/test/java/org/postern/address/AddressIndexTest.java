package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An index says of every address what its set says. */
final class AddressIndexTest {
  private static Address address(Family family, Random random, int bits) {
    long high = family == Family.IP ? 0 : 0x2001_0db8_0000_0000L;
    long low = random.nextLong() >>> Math.max(Long.SIZE - bits, family == Family.IP ? 32 : 0);
    return new Address(family, random.nextInt(8) > 0 || family == Family.IP ? high : ~high, low);
  }

  private static void assertAlike(AddressSet set, List<Address> asked) {
    AddressIndex index = new AddressIndex(set);
    for (Address address : asked) {
      assertEquals(
          set.contains(address),
          index.contains(address.family(), address.high(), address.low()),
          address::toString);
    }
  }

  private static List<Address> around(AddressSet set) {
    List<Address> edges = new ArrayList<>();
    for (Family family : Family.values()) {
      edges.add(family.first());
      edges.add(family.last());
      for (Interval interval : set.intervals(family)) {
        for (Address end : List.of(interval.first(), interval.last())) {
          edges.add(end);
          end.previous().ifPresent(edges::add);
          end.next().ifPresent(edges::add);
        }
      }
    }
    return edges;
  }

  @Test
  void everyEdgeIsRight() {
    Random random = new Random(5);
    for (int bits : List.of(8, 16, 24, 32, 48, 64)) {
      for (int count : List.of(0, 1, 3, 100, 5000)) {
        AddressSet.Builder set = AddressSet.builder();
        for (int i = 0; i < count; i++) {
          Family family = random.nextBoolean() ? Family.IP : Family.IP6;
          Address first = address(family, random, bits);
          set.add(
              family == Family.IP6 || random.nextBoolean()
                  ? new Interval(first, first)
                  : Prefix.containing(first, 20 + random.nextInt(13)).interval());
        }
        AddressSet made = set.build();
        assertAlike(made, around(made));
      }
    }
  }

  @Test
  void theEndsOfTheSpaceAreRight() {
    AddressSet ends =
        AddressSet.builder()
            .add(Family.IP.first())
            .add(Family.IP.last())
            .add(Family.IP6.first())
            .add(Family.IP6.last())
            .build();
    assertAlike(ends, around(ends));
    AddressSet.Builder many = AddressSet.builder().add(ends);
    for (int i = 0; i < 200; i++) {
      many.add(new Address(Family.IP, 0, 2L * i)).add(new Address(Family.IP6, 2L * i, -1L));
    }
    assertAlike(many.build(), around(many.build()));
    assertAlike(AddressSet.all(), around(ends));
  }
}
