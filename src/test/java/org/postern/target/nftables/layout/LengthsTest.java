package org.postern.target.nftables.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;

/** Which prefix lengths get a set of their own. */
class LengthsTest {
  private static final int WORTH = 16;

  /** So many prefixes of that length, none next to another. */
  private static void add(AddressSet.Builder peers, int length, int count) {
    for (int i = 0; i < count; i++) {
      long base = ((long) length << 24) + ((long) i << (33 - length)) * 2;
      peers.add(Family.IP, 0, base & 0xffffffffL & -(1L << (32 - length)), length);
    }
  }

  private static Census census(int... lengthsAndCounts) {
    AddressSet.Builder peers = AddressSet.builder();
    for (int i = 0; i < lengthsAndCounts.length; i += 2) {
      add(peers, lengthsAndCounts[i], lengthsAndCounts[i + 1]);
    }
    return Census.of(peers.build());
  }

  private static List<Integer> choose(Census census, Integer... before) {
    return Lengths.choose(census, Family.IP, List.of(before));
  }

  @Test
  void nobodyNeedsNoLookup() {
    assertEquals(List.of(), choose(census()));
    assertEquals(List.of(), choose(census(), 24, 32));
  }

  @Test
  void fewWiderPrefixesBecomeNarrowerOnesWhereThatIsCheaper() {
    assertEquals(List.of(32), choose(census(32, 2, 31, 1)));
    assertEquals(List.of(32), choose(census(32, 2, 28, 1)));
    assertEquals(List.of(24, 32), choose(census(32, 2, 24, 1)));
    assertEquals(List.of(24, 32), choose(census(32, 2, 28, 1, 24, 3)), "into the nearest");
    assertEquals(List.of(24), choose(census(24, 3, 23, 2)));
    assertEquals(List.of(24, 29), choose(census(29, 3, 24, 2)));
  }

  @Test
  void inLargeSetsALookupIsWorthMore() {
    assertEquals(List.of(32), choose(census(32, 64_000, 24, 3)));
    assertEquals(List.of(24, 32), choose(census(32, 64_000, 24, 5)));
  }

  @Test
  void whatWasChosenStaysWhileItIsNotClearlyWorse() {
    assertEquals(List.of(31, 32), choose(census(32, 2, 31, 1), 31, 32));
    assertEquals(List.of(32), choose(census(32, 2, 28, 2), 32));
    assertEquals(List.of(24, 32), choose(census(32, 2, 24, 2), 32), "512 elements are too many");
    assertEquals(List.of(32), choose(census(32, 2), 24, 28, 32), "what is not needed goes");
    assertEquals(List.of(24, 32), choose(census(32, 2, 24, 1), 24), "no set for a /32");
  }

  @Test
  void aChoiceThatIsMadeAgainIsTheSame() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      int[] counts = new int[18];
      for (int i = 0; i < counts.length; i += 2) {
        counts[i] = 16 + random.nextInt(17);
        counts[i + 1] = random.nextInt(60);
      }
      Census census = census(counts);
      List<Integer> chosen = choose(census);
      assertEquals(chosen, choose(census, chosen.toArray(Integer[]::new)));
    }
  }

  /** Every choice there is, by brute force. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noOtherChoiceCostsLess(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      Census census =
          census(
              32,
              random.nextInt(40),
              31,
              random.nextInt(20),
              29,
              random.nextInt(9),
              27,
              random.nextInt(5),
              24,
              random.nextInt(4),
              20,
              random.nextInt(2));
      List<Integer> natural = census.lengths(Family.IP);
      long best = Long.MAX_VALUE;
      for (int subset = 1; subset < 1 << natural.size(); subset++) {
        best = Math.min(best, cost(census, natural, subset));
      }
      List<Integer> chosen = choose(census);
      int mask = chosen.stream().mapToInt(length -> 1 << natural.indexOf(length)).sum();
      assertEquals(natural.isEmpty() ? Long.MAX_VALUE : best, cost(census, natural, mask));
    }
  }

  private static long cost(Census census, List<Integer> natural, int subset) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < natural.size(); i++) {
      if ((subset & (1 << i)) != 0) {
        chosen.add(natural.get(i));
      }
    }
    if (chosen.isEmpty() || !chosen.getLast().equals(natural.getLast())) {
      return Long.MAX_VALUE;
    }
    long worth = Math.max(WORTH, census.count(Family.IP) / 64);
    long cost = worth * chosen.size();
    for (int length : natural) {
      int target = Lengths.target(chosen, length);
      cost += (long) census.count(new Length(Family.IP, length)) << (target - length);
    }
    return cost;
  }

  @Test
  void hugePrefixesOfTheLongFamilyAreNeverSplitIntoAddresses() {
    AddressSet peers =
        AddressSet.builder()
            .add(Family.IP6, 1L << 61, 0, 32)
            .add(Family.IP6, 5L << 60, 1, 128)
            .build();
    assertEquals(List.of(32, 128), Lengths.choose(Census.of(peers), Family.IP6, List.of()));
    assertEquals(List.of(32, 128), Lengths.choose(Census.of(peers), Family.IP6, List.of(128)));
    assertTrue(Lengths.choose(Census.of(peers), Family.IP, List.of()).isEmpty());
  }
}
