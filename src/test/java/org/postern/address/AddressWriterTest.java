package org.postern.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.Sizes;

/** What is written as bytes, held against the text of each object. */
class AddressWriterTest {
  static LongStream seeds() {
    return Sizes.seeds(20, 400);
  }

  private static String written(String before, String behind, Consumer<AddressWriter> action) {
    StringBuilder text = new StringBuilder();
    AddressWriter writer =
        new AddressWriter(
            before,
            behind,
            (bytes, count) -> text.append(new String(bytes, 0, count, StandardCharsets.US_ASCII)));
    action.accept(writer);
    writer.flush();
    return text.toString();
  }

  private static String lines(List<?> elements) {
    return elements.stream().map(one -> "+" + one + ";\n").collect(Collectors.joining());
  }

  private static String text(Interval interval) {
    return interval.first().equals(interval.last())
        ? interval.first().toString()
        : interval.first() + "-" + interval.last();
  }

  private static void check(AddressSet set) {
    for (Family family : Family.values()) {
      assertEquals(
          lines(set.prefixes(family).stream().map(Prefix::text).toList()),
          written("+", ";\n", writer -> writer.prefixes(set, family)));
      List<Interval> intervals = set.intervals(family);
      assertEquals(
          lines(intervals.stream().map(one -> one.first() + "-" + one.last()).toList()),
          written("+", ";\n", writer -> writer.ranges(set, family)));
      assertEquals(
          lines(intervals.stream().map(AddressWriterTest::text).toList()),
          written("+", ";\n", writer -> writer.intervals(set, family)));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomSetsAreWrittenAsTheirObjectsAre(long seed) {
    Random random = new Random(seed);
    AddressSet.Builder builder = AddressSet.builder();
    for (int part = random.nextInt(3_000); part >= 0; part--) {
      switch (random.nextInt(4)) {
        case 0, 1 -> builder.add(Samples.prefix(Samples.family(random), random));
        default -> builder.add(Samples.address(Samples.family(random), random));
      }
      if (part % 500 == 0) {
        check(builder.build());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyAddressOfSmallUniversesIsWritten(long seed) {
    Random random = new Random(seed);
    for (Universe universe : Universe.everywhere(8)) {
      AddressSet set = universe.set(universe.random(random));
      check(set);
      check(set.complement());
      List<Address> all =
          IntStream.range(0, universe.size())
              .mapToObj(universe::address)
              .filter(set::contains)
              .toList();
      assertEquals(
          lines(all), written("+", ";\n", writer -> writer.addresses(set, universe.family())));
    }
  }

  /** More than the buffer takes, with and without what addresses have in common. */
  @Test
  void manyAddressesAreWrittenAcrossTheEndOfTheBuffer() {
    AddressSet.Builder builder = AddressSet.builder();
    for (int index = 0; index < 60_000; index++) {
      builder.add(Family.IP, 0, 2L * index, 0, 2L * index);
      builder.add(Family.IP6, 0x2001L << 48, 3L * index, 0x2001L << 48, 3L * index + index % 2);
    }
    check(builder.build());
    check(AddressSet.all());
    check(AddressSet.none());
  }

  @Test
  void textsStandBetweenElements() {
    AddressSet set = Literals.set("192.0.2.0/30");
    assertEquals(
        "a\n 192.0.2.0/30\nb\n",
        written(
            " ",
            "\n",
            writer -> {
              writer.text("a\n").prefixes(set, Family.IP);
              writer.text("b\n");
            }));
    String large = "x".repeat(40_000);
    assertEquals(
        large + large + large,
        written("", "", writer -> writer.text(large).text(large).text(large)));
  }
}
