package org.postern.command.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Literals;
import org.postern.address.Prefix;
import org.postern.address.Universe;

/** Lists of text, of small universes at the bottom, in the middle and at the top of both spaces. */
class AlgebraModelTest {
  private static final int ROUNDS = 40;

  @TempDir private Path folder;

  static Stream<Universe> universes() {
    return Universe.everywhere(6).stream();
  }

  /** A list of exactly these members: single, as prefixes, as ranges, some twice, in any order. */
  private static String text(Universe universe, BitSet members, Random random) {
    List<String> lines = new ArrayList<>();
    AddressSet.Builder builder = AddressSet.builder();
    members.stream().mapToObj(universe::address).forEach(builder::add);
    for (Interval interval : builder.build().intervals()) {
      switch (random.nextInt(3)) {
        case 0 -> lines.add(interval.first() + "-" + interval.last());
        case 1 -> AddressSet.of(interval).prefixes().stream().map(Prefix::text).forEach(lines::add);
        default ->
            members.stream()
                .mapToObj(universe::address)
                .filter(AddressSet.of(interval)::contains)
                .forEach(one -> lines.add(one + (random.nextBoolean() ? " label" : "")));
      }
    }
    members.stream()
        .filter(one -> random.nextInt(4) == 0)
        .forEach(one -> lines.add(universe.address(one) + " # again"));
    Collections.shuffle(lines, random);
    return String.join("\n", lines) + "\n";
  }

  private static BitSet members(Universe universe, Filter.Seen seen, int exit) {
    assertEquals(exit, seen.exit(), seen::toString);
    assertEquals("", seen.err());
    AddressSet set = Literals.set(seen.lines().toArray(new String[0]));
    assertEquals(set.prefixes().stream().map(Prefix::text).toList(), seen.lines());
    return universe.members(set);
  }

  private interface Change {
    void change(BitSet bits, BitSet other);
  }

  private static BitSet changed(BitSet bits, BitSet other, Change change) {
    BitSet copy = (BitSet) bits.clone();
    change.change(copy, other);
    return copy;
  }

  @ParameterizedTest
  @MethodSource("universes")
  void listsCombineAsBitsDo(Universe universe) {
    Filter filter = new Filter(folder);
    Random random = new Random(universe.first().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      BitSet a = universe.random(random);
      BitSet b = universe.random(random);
      String one = filter.list("a.txt", text(universe, a, random));
      String other = filter.list("b.txt", text(universe, b, random));
      assertEquals(a, members(universe, filter.run(one), 0));
      assertEquals(changed(a, b, BitSet::or), members(universe, filter.run(one, other), 0));
      assertEquals(
          changed(a, b, BitSet::andNot), members(universe, filter.run(one, "--except", other), 0));
      assertEquals(
          changed(a, b, BitSet::and), members(universe, filter.run(one, "--intersect", other), 0));
      assertEquals(
          changed(a, b, BitSet::xor),
          members(universe, filter.run("--diff", one, other), a.equals(b) ? 0 : 2));
      checkComplement(universe, filter, a, one);
      checkOutputsAsInputs(filter, one);
    }
  }

  /** What is left out is everything else, and the complement of it is the list again. */
  private static void checkComplement(
      Universe universe, Filter filter, BitSet members, String list) {
    Filter.Seen rest = filter.run(list, "--complement");
    AddressSet set = Literals.set(rest.lines().toArray(new String[0]));
    assertEquals(AddressSet.all().size(), set.size().add(sizeOf(members)));
    String others = filter.list("rest.txt", rest.out());
    assertEquals(members, members(universe, filter.run(others, "--complement"), 0));
    assertEquals(0, filter.run(list, "--intersect", others).lines().size());
  }

  private static BigInteger sizeOf(BitSet members) {
    return BigInteger.valueOf(members.cardinality());
  }

  /** Every form that is a list is read as what it was made of, and gives itself again. */
  private static void checkOutputsAsInputs(Filter filter, String list) {
    for (String form : List.of("prefixes", "ranges", "addresses")) {
      Filter.Seen seen = filter.run(list, "--print", form);
      String again = filter.list("again.txt", seen.out());
      assertEquals(0, filter.run("--diff", list, again).exit());
      assertEquals(seen.out(), filter.run(again, "--print", form).out());
      assertTrue(seen.lines().stream().noneMatch(String::isEmpty));
    }
  }
}
