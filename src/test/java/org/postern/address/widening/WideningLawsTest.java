package org.postern.address.widening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.set;
import static org.postern.address.widening.Tradeoff.Form.PREFIXES;
import static org.postern.address.widening.Tradeoff.Form.RANGES;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Universe;
import org.postern.address.Widened;

/** Larger sets against the plain quadratic programme, and what holds for every set. */
class WideningLawsTest {
  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /** A random set of an aligned universe of 8 to 12 bits, some denied, some not to be widened. */
  private static final class Sample {
    private final WideningTask task;
    private final long[] least;

    Sample(WideningTask task, long[] least) {
      this.task = task;
      this.least = least;
    }

    static Sample of(Random random) {
      int bits = 8 + random.nextInt(5);
      List<Universe> all =
          Universe.everywhere(bits).stream()
              .filter(one -> one.first().mod(BigInteger.valueOf(one.size())).signum() == 0)
              .toList();
      Universe universe = all.get(random.nextInt(all.size()));
      BitSet members = universe.random(random);
      for (int more = random.nextInt(1 << (bits - 2)); more > 0; more--) {
        members.set(random.nextInt(1 << bits));
      }
      BitSet never = new BitSet();
      for (int more = random.nextInt(3) * random.nextInt(20); more > 0; more--) {
        never.set(random.nextInt(1 << bits));
      }
      BitSet widenable = (BitSet) members.clone();
      if (random.nextInt(3) == 0) {
        members.stream().filter(one -> random.nextInt(4) == 0).forEach(widenable::clear);
      }
      int widest = 1 << (random.nextBoolean() ? bits : random.nextInt(bits));
      long[] least = new Quadratic(members, widenable, never, widest).solve(universe.size());
      for (int entries = 1; entries < least.length; entries++) {
        least[entries] = Math.min(least[entries], least[entries - 1]);
      }
      return new Sample(task(universe, members, widenable, never, widest), least);
    }

    private static WideningTask task(
        Universe universe, BitSet members, BitSet widenable, BitSet never, int widest) {
      int hostBits = Integer.numberOfTrailingZeros(widest);
      return new WideningTask(
          universe.set(members),
          universe.set(widenable),
          universe.set(never),
          universe.family() == Family.IP ? 32 - hostBits : 32,
          universe.family() == Family.IP6 ? 128 - hostBits : 128);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyBudgetIsWhatTheQuadraticProgrammeSays(long seed) {
    Sample sample = Sample.of(new Random(seed));
    Tradeoff tradeoff = Tradeoff.of(sample.task, PREFIXES);
    for (int entries = 0; entries <= tradeoff.entries(); entries++) {
      if (Quadratic.isPossible(sample.least[entries])) {
        Outcome.Found found = assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(entries));
        assertEquals(BigInteger.valueOf(sample.least[entries]), found.extra());
        assertTrue(found.isOptimal());
        BigInteger paid = found.extra().add(BigInteger.valueOf(seed % 3));
        Outcome.Found within = tradeoff.withinExtra(paid);
        int fewest = 0;
        while (sample.least[fewest] > paid.longValueExact()) {
          fewest++;
        }
        assertEquals(fewest, within.entries());
        assertTrue(within.isOptimal());
      } else {
        Outcome.Unreachable unreachable =
            assertInstanceOf(Outcome.Unreachable.class, tradeoff.toEntries(entries));
        assertTrue(unreachable.fewest() > entries);
        assertTrue(Quadratic.isPossible(sample.least[unreachable.fewest()]));
      }
    }
  }

  /** Without work between its points the hull still bounds the optimum from both sides. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aSearchThatIsCutOffSaysHowFarItMayBe(long seed) {
    Sample sample = Sample.of(new Random(seed));
    Tradeoff tradeoff = new PrefixTradeoff(sample.task, new FrontierSearch.Effort(0, 0));
    for (int entries = tradeoff.fewest().entries(); entries <= tradeoff.entries(); entries++) {
      Outcome.Found found = assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(entries));
      BigInteger least = BigInteger.valueOf(sample.least[entries]);
      assertTrue(found.least().compareTo(least) <= 0);
      assertTrue(found.extra().compareTo(least) >= 0);
      assertEquals(found.isOptimal(), found.gap() == 0);
    }
  }

  /** Every point of the hull minimises cost minus slope times saved entries for some slope. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theHullIsWhatTheLagrangianSays(long seed) {
    Sample sample = Sample.of(new Random(seed));
    Tradeoff tradeoff = Tradeoff.of(sample.task, PREFIXES);
    List<Tradeoff.Point> hull = tradeoff.curve(Integer.MAX_VALUE / 4096);
    for (int at = 0; at + 1 < hull.size(); at++) {
      Tradeoff.Point left = hull.get(at);
      Tradeoff.Point right = hull.get(at + 1);
      long rise = right.extra().subtract(left.extra()).longValueExact();
      long run = (long) left.entries() - right.entries();
      long value = left.extra().longValueExact() * run + rise * left.entries();
      for (int entries = 0; entries <= tradeoff.entries(); entries++) {
        if (Quadratic.isPossible(sample.least[entries])) {
          assertTrue(sample.least[entries] * run + rise * entries >= value);
        }
      }
    }
    assertEquals(new Tradeoff.Point(tradeoff.entries(), BigInteger.ZERO), hull.getFirst());
    assertEquals(tradeoff.fewest(), hull.getLast());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void moreBudgetIsNeverWorseAndTheSameBudgetChangesNothingMore(long seed) {
    Random random = new Random(seed);
    AddressSet set = mixed(random);
    for (Tradeoff.Form form : Tradeoff.Form.values()) {
      WideningTask task = new WideningTask(set, set, AddressSet.none(), 0, 0);
      Tradeoff tradeoff = Tradeoff.of(task, form);
      BigInteger before = BigInteger.TWO.pow(140);
      for (int entries = tradeoff.fewest().entries(); entries <= tradeoff.entries(); entries++) {
        Outcome.Found found = assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(entries));
        assertTrue(found.extra().compareTo(before) <= 0);
        assertTrue(found.isOptimal());
        before = found.extra();
        AddressSet widened = found.widened().set();
        Tradeoff again =
            Tradeoff.of(new WideningTask(widened, widened, AddressSet.none(), 0, 0), form);
        Outcome.Found same = assertInstanceOf(Outcome.Found.class, again.toEntries(entries));
        assertEquals(new Widened(widened, AddressSet.none()), same.widened());
      }
    }
  }

  /** Both families at once, with prefixes of all lengths: amounts of up to 128 bits. */
  private static AddressSet mixed(Random random) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = 0; i < 12; i++) {
      int length = 1 + random.nextInt(32);
      builder.add(Family.IP, 0, random.nextInt() & 0xFFFFFFFFL & (-1L << (32 - length)), length);
      int length6 = 40 + random.nextInt(25);
      builder.add(Family.IP6, random.nextLong() & (-1L << (64 - length6)), 0, length6);
      builder.add(Family.IP6, 1, random.nextLong(), 128);
    }
    return builder.build();
  }

  /** Closing what is cheapest at the moment would take 6 and 14 addresses. */
  @Test
  void greedyWouldPayMore() {
    AddressSet first = set("0.0.0.0", "0.0.0.2", "0.0.0.8", "0.0.0.10", "0.0.0.12", "0.0.0.14");
    assertEquals(4, extra(first, 3));
    AddressSet second = set("0.0.0.0", "0.0.0.5", "0.0.0.10", "0.0.0.12", "0.0.0.16", "0.0.0.18");
    assertEquals(12, extra(second, 3));
    AddressSet notConvex = set("0.0.0.0", "0.0.0.3", "0.0.0.4", "0.0.0.7");
    assertEquals(
        List.of(4, 4, 2, 0),
        List.of(
            extra(notConvex, 1), extra(notConvex, 2), extra(notConvex, 3), extra(notConvex, 4)));
  }

  private static int extra(AddressSet set, int entries) {
    Tradeoff tradeoff = Tradeoff.of(WideningTask.of(set, AddressSet.none()), PREFIXES);
    Outcome.Found found = assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(entries));
    return found.extra().intValueExact();
  }

  @Test
  void whatIsNotToBeWidenedIsCoveredOnlyOnTheWay() {
    AddressSet outside = set("192.0.2.0", "192.0.2.7");
    AddressSet inside = set("192.0.2.2", "192.0.2.9");
    WideningTask task = new WideningTask(outside.union(inside), outside, AddressSet.none(), 0, 128);
    Tradeoff tradeoff = Tradeoff.of(task, PREFIXES);
    assertEquals(new Tradeoff.Point(2, BigInteger.valueOf(5)), tradeoff.fewest());
    Outcome.Found found = assertInstanceOf(Outcome.Found.class, tradeoff.toEntries(3));
    assertEquals(set("192.0.2.0/29", "192.0.2.9"), found.widened().set());
    assertInstanceOf(Outcome.Unreachable.class, tradeoff.toEntries(1));
  }

  @Test
  void networksOfHostsAreTheWidestOfIp6UnlessAskedFor() {
    AddressSet hosts = set("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1");
    Tradeoff tradeoff = Tradeoff.of(WideningTask.of(hosts, AddressSet.none()), PREFIXES);
    assertEquals(2, tradeoff.fewest().entries());
    Tradeoff wider =
        Tradeoff.of(new WideningTask(hosts, hosts, AddressSet.none(), 0, 48), PREFIXES);
    assertEquals(1, wider.fewest().entries());
  }

  @Test
  void nothingAndOneEntryStayAsTheyAre() {
    for (Tradeoff.Form form : Tradeoff.Form.values()) {
      for (AddressSet set :
          List.of(AddressSet.none(), AddressSet.all(), set("192.0.2.1"), set("::/0"))) {
        Tradeoff tradeoff = Tradeoff.of(new WideningTask(set, set, AddressSet.none(), 0, 0), form);
        Outcome.Found found = tradeoff.withinExtra(BigInteger.TWO.pow(130));
        assertEquals(new Widened(set, AddressSet.none()), found.widened());
        assertTrue(found.isOptimal());
      }
    }
  }

  @Test
  void contradictionsAreRefused() {
    AddressSet set = set("192.0.2.1");
    AddressSet none = AddressSet.none();
    assertThrows(IllegalArgumentException.class, () -> new WideningTask(none, set, none, 0, 64));
    assertThrows(IllegalArgumentException.class, () -> new WideningTask(set, set, none, 33, 64));
    assertThrows(IllegalArgumentException.class, () -> new WideningTask(set, set, none, 0, 129));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Tradeoff.of(WideningTask.of(set, none), PREFIXES).withinExtra(BigInteger.TWO.negate()));
    assertThrows(
        IllegalArgumentException.class,
        () -> Tradeoff.of(WideningTask.of(set, none), RANGES).withinExtra(BigInteger.TWO.negate()));
  }
}
