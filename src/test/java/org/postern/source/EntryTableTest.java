package org.postern.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;

/** Tables of entries beside the naive model: a sorted map from intervals to labels. */
class EntryTableTest {
  private static final Comparator<Interval> ORDER =
      Comparator.comparing(Interval::first).thenComparing(Interval::last);

  private static final String[] LABELS = {"", "", "", "a", "b", "the relay", "\u00e9"};

  private final Random random = new Random(1128);

  @ParameterizedTest
  @EnumSource(Family.class)
  void aTableIsASortedMap(Family family) {
    for (int round = 0; round < 400; round++) {
      List<Entry> entries = entries(family, round % 40);
      Map<Interval, String> model = model(entries);
      EntryTable table = EntryTable.of(family, entries);
      assertEquals(List.copyOf(model.keySet()), table.intervals());
      assertTrue(table.bounds().isAscending());
      for (int index = 0; index < table.size(); index++) {
        assertEquals(model.get(table.interval(index)), table.label(index));
        assertEquals(index, table.indexOf(table.interval(index)));
      }
      assertEquals(model.values().stream().anyMatch(one -> !one.isEmpty()), table.isLabelled());
      AddressSet.Builder addresses = AddressSet.builder();
      model.keySet().forEach(addresses::add);
      assertEquals(addresses.build(), table.addresses());
      Interval other = interval(family);
      assertEquals(model.containsKey(other), table.indexOf(other) >= 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void equalityIsThatOfTheMaps(Family family) {
    for (int round = 0; round < 400; round++) {
      List<Entry> entries = entries(family, 6);
      List<Entry> shuffled = new ArrayList<>(entries);
      shuffled.addAll(entries);
      EntryTable one = EntryTable.of(family, entries);
      EntryTable same = EntryTable.of(family, shuffled);
      assertEquals(one, same);
      assertEquals(one.hashCode(), same.hashCode());
      List<Entry> others = entries(family, 6);
      assertEquals(model(entries).equals(model(others)), one.equals(EntryTable.of(family, others)));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aDifferenceIsThatOfTheMaps(Family family) {
    for (int round = 0; round < 400; round++) {
      List<Entry> first = entries(family, round % 50);
      List<Entry> second = new ArrayList<>(entries(family, round % 7));
      first.stream().filter(one -> random.nextInt(3) > 0).forEach(second::add);
      EntryTable before = EntryTable.of(family, first);
      EntryTable after = EntryTable.of(family, second);
      EntryMerge.Delta delta = EntryMerge.delta(before, after);
      assertEquals(minus(model(second), model(first)), List.copyOf(delta.added().intervals()));
      assertEquals(minus(model(first), model(second)), List.copyOf(delta.removed().intervals()));
      assertEquals(model(first).keySet().equals(model(second).keySet()), delta.isEmpty());
      Map<Interval, String> both = model(second);
      both.putAll(model(first));
      EntryTable union = EntryMerge.union(before, after);
      assertEquals(List.copyOf(both.keySet()), union.intervals());
      for (int index = 0; index < union.size(); index++) {
        assertEquals(both.get(union.interval(index)), union.label(index));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void someEntriesAreATableOfTheirOwn(Family family) {
    for (int round = 0; round < 200; round++) {
      EntryTable all = EntryTable.of(family, entries(family, 20));
      TreeSet<Integer> chosen = new TreeSet<>();
      for (int index = 0; index < all.size(); index++) {
        if (random.nextBoolean()) {
          chosen.add(index);
        }
      }
      List<Entry> expected = new ArrayList<>();
      chosen.forEach(one -> expected.add(new Entry(all.interval(one), all.label(one))));
      int[] positions = chosen.stream().mapToInt(Integer::intValue).toArray();
      EntryTable some = all.at(positions, positions.length);
      assertEquals(EntryTable.of(family, expected), some);
      if (chosen.size() == all.size()) {
        assertSame(all, some);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aLabelIsPartOfTheContent(Family family) {
    Interval one = interval(family);
    assertNotEquals(
        EntryTable.of(family, List.of(new Entry(one, "a"))),
        EntryTable.of(family, List.of(new Entry(one, "b"))));
    assertEquals(
        EntryTable.of(family, List.of(new Entry(one, "a"))),
        EntryTable.of(family, List.of(new Entry(one, "a"), new Entry(one, "b"))));
  }

  private static Map<Interval, String> model(List<Entry> entries) {
    TreeMap<Interval, String> model = new TreeMap<>(ORDER);
    entries.forEach(one -> model.putIfAbsent(one.interval(), one.label()));
    return model;
  }

  private static List<Interval> minus(Map<Interval, String> one, Map<Interval, String> other) {
    List<Interval> rest = new ArrayList<>(one.keySet());
    rest.removeAll(other.keySet());
    return rest;
  }

  private List<Entry> entries(Family family, int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String label = LABELS[random.nextInt(LABELS.length)];
      entries.add(new Entry(interval(family), label));
    }
    return entries;
  }

  /** Crowded, at both ends of the space and where a signed number turns. */
  private Interval interval(Family family) {
    long[] places = {0, -1, Long.MIN_VALUE, Integer.MIN_VALUE, 1L << 31};
    long place = places[random.nextInt(places.length)];
    Address one = address(family, place + random.nextInt(4));
    Address other = random.nextBoolean() ? one : address(family, place + random.nextInt(4));
    return one.compareTo(other) <= 0 ? new Interval(one, other) : new Interval(other, one);
  }

  private Address address(Family family, long low) {
    return switch (family) {
      case IP -> new Address(family, 0, low & 0xFFFF_FFFFL);
      case IP6 -> new Address(family, random.nextInt(2) == 0 ? low : 0x20010db8L << 32, low);
    };
  }
}
