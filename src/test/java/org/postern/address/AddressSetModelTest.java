package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/** Address sets against bit sets: every subset of small universes, and random ones of larger. */
class AddressSetModelTest {
  static Stream<Universe> universesOf16() {
    return Universe.everywhere(4).stream();
  }

  static Stream<Universe> universesOf8() {
    return Universe.everywhere(3).stream();
  }

  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  @ParameterizedTest
  @MethodSource("universesOf16")
  void everySubsetIsCanonicalAndExact(Universe universe) {
    for (int number = 0; number < 1 << 16; number++) {
      BitSet members = Universe.subset(number);
      checkOne(universe, members, universe.set(members), () -> universe + " " + members);
    }
  }

  @ParameterizedTest
  @MethodSource("universesOf8")
  void everyPairOfSubsetsCombinesAsBitsDo(Universe universe) {
    List<BitSet> subsets = IntStream.range(0, 256).mapToObj(Universe::subset).toList();
    List<AddressSet> sets = subsets.stream().map(universe::set).toList();
    for (int left = 0; left < 256; left++) {
      for (int right = 0; right < 256; right++) {
        checkTwo(universe, subsets.get(left), sets.get(left), subsets.get(right), sets.get(right));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomSubsetsOfLargerUniversesDoToo(long seed) {
    Random random = new Random(seed);
    for (Universe universe : Universe.everywhere(10)) {
      for (int round = 0; round < 10; round++) {
        BitSet left = universe.random(random);
        BitSet right = universe.random(random);
        Supplier<String> at = () -> universe + " " + left + " " + right;
        AddressSet set = shuffled(universe, left, random);
        checkOne(universe, left, set, at);
        checkTwo(universe, left, set, right, universe.set(right));
      }
    }
  }

  private static AddressSet shuffled(Universe universe, BitSet members, Random random) {
    List<Integer> order = new ArrayList<>(members.stream().boxed().toList());
    Collections.shuffle(order, random);
    AddressSet.Builder builder = AddressSet.builder();
    order.forEach(index -> builder.add(universe.address(index)));
    return builder.build();
  }

  private static void checkOne(
      Universe universe, BitSet members, AddressSet set, Supplier<String> at) {
    assertEquals(members, universe.members(set), at);
    assertEquals(members.isEmpty(), set.isEmpty(), at);
    assertEquals(BigInteger.valueOf(members.cardinality()), set.size(), at);
    assertEquals(runs(members), set.intervalCount(universe.family()), at);
    assertEquals(members.stream().mapToObj(universe::address).findFirst(), set.first(), at);
    for (int index = 0; index < universe.size(); index++) {
      checkAddress(universe, members, set, index, at);
    }
    checkPrefixes(universe, members, set, at);
    checkComplement(universe, members, set, at);
  }

  private static void checkAddress(
      Universe universe, BitSet members, AddressSet set, int index, Supplier<String> at) {
    Address address = universe.address(index);
    assertEquals(members.get(index), set.contains(address), at);
    Optional<Interval> expected =
        members.get(index)
            ? Optional.of(
                new Interval(
                    universe.address(members.previousClearBit(index) + 1),
                    universe.address(members.nextClearBit(index) - 1)))
            : Optional.empty();
    assertEquals(expected, set.interval(address), at);
  }

  private static void checkPrefixes(
      Universe universe, BitSet members, AddressSet set, Supplier<String> at) {
    BitSet covered = new BitSet();
    int previous = -1;
    for (Prefix prefix : set.prefixes()) {
      int from = universe.index(prefix.first());
      int to = universe.index(prefix.last());
      assertFalse(from <= previous, at);
      covered.set(from, to + 1);
      previous = to;
    }
    assertEquals(members, covered, at);
    assertEquals(universe.fewestPrefixes(members), set.prefixes().size(), at);
    assertEquals(set.prefixes().size(), set.prefixCount(universe.family()), at);
  }

  private static void checkComplement(
      Universe universe, BitSet members, AddressSet set, Supplier<String> at) {
    AddressSet complement = set.complement();
    BitSet others = (BitSet) members.clone();
    others.flip(0, universe.size());
    assertEquals(others, universe.members(complement.intersect(universe.whole())), at);
    assertEquals(AddressSet.all().size(), complement.size().add(set.size()), at);
    assertEquals(set, complement.complement(), at);
  }

  private static void checkTwo(
      Universe universe, BitSet left, AddressSet one, BitSet right, AddressSet other) {
    Supplier<String> at = () -> universe + " " + left + " " + right;
    BitSet union = (BitSet) left.clone();
    union.or(right);
    BitSet both = (BitSet) left.clone();
    both.and(right);
    BitSet rest = (BitSet) left.clone();
    rest.andNot(right);
    assertEquals(universe.set(union), one.union(other), at);
    assertEquals(union, universe.members(one.union(other)), at);
    assertEquals(universe.set(union), AddressSet.builder().add(one).add(other).build(), at);
    assertEquals(both, universe.members(one.intersect(other)), at);
    assertEquals(rest, universe.members(one.subtract(other)), at);
    assertEquals(!both.isEmpty(), one.intersects(other), at);
    assertEquals(both.equals(right), one.containsAll(other), at);
    assertEquals(left.equals(right), one.equals(other), at);
  }

  private static int runs(BitSet members) {
    return (int) members.stream().filter(index -> index == 0 || !members.get(index - 1)).count();
  }
}
