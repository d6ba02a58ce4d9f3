package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sets that are made when they are first looked at, against the same sets at hand. */
class LazySetTest {
  private static final int ROUNDS = 2_000;

  private final AtomicInteger made = new AtomicInteger();

  private AddressSet lazy(String name, AddressSet set) {
    AddressSet all = AddressSet.none();
    for (Family family : Family.values()) {
      if (!set.isEmpty(family)) {
        AddressSet part =
            AddressSet.lazy(
                family,
                ContentName.of(family.text() + name),
                set.intervalCount(family) + 3,
                () -> set.prefixCount(family) + 5L,
                () -> {
                  made.incrementAndGet();
                  return set;
                });
        all = all.union(part);
      }
    }
    return all;
  }

  private static AddressSet some(Random random) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = random.nextInt(6); i > 0; i--) {
      Family family = random.nextBoolean() ? Family.IP : Family.IP6;
      long first = random.nextInt(40);
      builder.add(
          new Interval(
              new Address(family, 0, first), new Address(family, 0, first + random.nextInt(5))));
    }
    return builder.build();
  }

  @Test
  void everyOperationIsThatOfTheSetAtHand() {
    Random random = new Random(19);
    for (int round = 0; round < ROUNDS; round++) {
      AddressSet one = some(random);
      AddressSet other = some(random);
      AddressSet lazyOne = lazy("one" + round, one);
      AddressSet lazyOther =
          one.equals(other) && random.nextBoolean() ? lazyOne : lazy("other" + round, other);
      assertEquals(one.union(other), lazyOne.union(lazyOther));
      assertEquals(one.intersect(other), lazyOne.intersect(lazyOther));
      assertEquals(one.subtract(other), lazyOne.subtract(lazyOther));
      assertEquals(one.subtract(one), lazyOne.subtract(lazyOne));
      assertEquals(one.intervalsTouching(other), lazyOne.intervalsTouching(lazyOther));
      assertEquals(one.complement(), lazyOne.complement());
      assertEquals(one.intersects(other), lazyOne.intersects(lazyOther));
      assertEquals(one.containsAll(other), lazyOne.containsAll(lazyOther));
      assertEquals(one.equals(other), lazyOne.equals(lazyOther));
      assertEquals(one, lazyOne);
      assertEquals(one.hashCode(), lazyOne.hashCode());
      assertEquals(one.size(), lazyOne.size());
      assertEquals(one.first(), lazyOne.first());
      assertEquals(one.toString(), lazyOne.toString());
      assertEquals(one.prefixes(), lazyOne.prefixes());
      assertEquals(
          AddressSet.union(List.of(one, other)), AddressSet.union(List.of(lazyOne, lazyOther)));
    }
  }

  @Test
  void whatIsKnownBeforeIsToldWithoutALook() {
    AddressSet set = AddressSet.of(new Address(Family.IP, 0, 7));
    AddressSet other = AddressSet.of(new Address(Family.IP6, 1, 7));
    AddressSet one = lazy("a", set);
    AddressSet same = lazy("a", set);
    AddressSet both = AddressSet.union(List.of(one, lazy("b", other)));
    assertFalse(both.isEmpty(Family.IP) || both.isEmpty(Family.IP6));
    assertEquals(one, same);
    assertTrue(one.subtract(same).isEmpty());
    assertTrue(one.containsAll(same));
    assertEquals(4, both.mostIntervals(Family.IP));
    assertEquals(6, both.mostPrefixes(Family.IP6));
    assertFalse(one.intersects(AddressSet.none()));
    assertTrue(one.intervalsTouching(AddressSet.none()).isEmpty());
    assertEquals(0, made.get());
    assertTrue(both.contains(new Address(Family.IP6, 1, 7)));
    assertTrue(both.contains(new Address(Family.IP6, 1, 7)));
    assertEquals(1, made.get());
  }

  @Test
  void theSameNamedUnionsAreEqualWithoutALookInWhateverOrder() {
    List<AddressSet> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parts.add(lazy("part" + i, AddressSet.of(new Address(Family.IP, 0, 2L * i))));
    }
    AddressSet one = AddressSet.union(parts);
    assertEquals(one, AddressSet.union(parts.reversed()));
    assertEquals(0, made.get());
    assertNotEquals(one, AddressSet.union(parts.subList(0, 3)));
    assertEquals(4, one.intervalCount(Family.IP));
  }

  /** What is written gets its name then, and all that was made of it before. */
  @Test
  void aNameThatIsLearnedLaterNamesWhatWasMadeBefore() {
    ContentName name = ContentName.unknown();
    AddressSet seven = AddressSet.of(new Address(Family.IP, 0, 7));
    AddressSet one = AddressSet.lazy(Family.IP, name, 1, () -> 1L, () -> seven);
    AddressSet union = AddressSet.union(List.of(one, lazy("x", seven)));
    assertTrue(union.name(Family.IP).text().isEmpty());
    name.learn("n");
    assertEquals("n", one.name(Family.IP).text().orElseThrow());
    assertTrue(union.name(Family.IP).text().isPresent());
  }
}
