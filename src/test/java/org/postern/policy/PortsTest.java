package org.postern.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.policy.Ports.Range;

class PortsTest {
  private static final Ports SOME =
      new Ports(List.of(new Range(2500, 2599), new Range(25, 25), new Range(465, 465)));

  @Test
  void areWrittenSortedAndAsShortAsCanBe() {
    assertEquals("tcp/25, tcp/465, tcp/2500-2599", SOME.text());
    assertEquals("25, 465, 2500-2599", SOME.numbers());
    assertEquals("tcp/25", Ports.of(25).text());
    assertEquals(102, SOME.count());
  }

  @Test
  void theSamePortsAreEqualHoweverTheyAreWritten() {
    Ports ports =
        new Ports(
            List.of(new Range(26, 30), new Range(25, 25), new Range(28, 40), new Range(41, 41)));
    assertEquals(new Ports(List.of(new Range(25, 41))), ports);
    assertEquals(List.of(new Range(25, 41)), ports.ranges());
    assertTrue(Ports.of(25).single().isPresent());
    assertTrue(ports.single().isEmpty());
  }

  @Test
  void noPortOutsideOfTheSpaceIsHeld() {
    assertThrows(IllegalArgumentException.class, () -> new Range(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Range(1, Ports.LAST + 1));
    assertThrows(IllegalArgumentException.class, () -> new Range(26, 25));
    assertThrows(IllegalArgumentException.class, () -> new Ports(List.of()));
    assertTrue(new Ports(List.of(new Range(1, Ports.LAST))).contains(Ports.LAST));
  }

  @Test
  void agreesWithSetsOfBits() {
    Random random = new Random(15);
    for (int i = 0; i < 2_000; i++) {
      List<Range> left = ranges(random);
      List<Range> right = ranges(random);
      Ports one = new Ports(left);
      Ports two = new Ports(right);
      BitSet a = bits(left);
      BitSet b = bits(right);
      assertEquals(a.equals(b), one.equals(two), () -> one + " " + two);
      assertEquals(a.intersects(b), one.intersects(two), () -> one + " " + two);
      BitSet missing = (BitSet) b.clone();
      missing.andNot(a);
      assertEquals(missing.isEmpty(), one.containsAll(two), () -> one + " " + two);
      assertEquals(a.cardinality(), one.count());
      for (int port = 1; port < 30; port++) {
        assertEquals(a.get(port), one.contains(port));
      }
      assertFalse(one.contains(Ports.LAST));
    }
  }

  private static List<Range> ranges(Random random) {
    List<Range> ranges = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int first = 1 + random.nextInt(20);
      ranges.add(new Range(first, first + random.nextInt(5)));
    }
    return ranges;
  }

  private static BitSet bits(List<Range> ranges) {
    BitSet bits = new BitSet();
    ranges.forEach(range -> bits.set(range.first(), range.last() + 1));
    return bits;
  }
}
