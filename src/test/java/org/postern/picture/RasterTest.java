package org.postern.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.address;
import static org.postern.address.Literals.prefix;
import static org.postern.address.Literals.set;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;

class RasterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "10.0.0.0/8",
        "192.0.2.128/25",
        "192.0.2.1/32",
        "::/0",
        "2a01:111::/32",
        "2a01:111:f400::/63",
        "2a01:111:f400::/64",
        "2a01:111:f400::/65",
        "2a01::/120",
        "2a01::/59"
      })
  void countsWhatIsInEachCell(String whole) {
    Random random = new Random(11);
    Prefix prefix = prefix(whole);
    for (int round = 0; round < 40; round++) {
      View view = View.upTo(prefix, random.nextInt(5));
      AddressSet set = random(prefix, random);
      Raster raster = Raster.of(view, set);
      for (int cell = 0; cell < view.cells(); cell++) {
        AddressSet held = set.intersect(AddressSet.of(view.block(cell)));
        assertEquals(held.size(), raster.count(cell), () -> view + ": " + set);
        assertEquals(fill(held.size(), raster.cellSize()), raster.cell(cell));
      }
    }
  }

  private static Cell fill(BigInteger held, BigInteger size) {
    if (held.equals(size)) {
      return Cell.FULL;
    }
    if (held.signum() == 0) {
      return Cell.EMPTY;
    }
    return held.multiply(BigInteger.valueOf(256)).compareTo(size) < 0 ? Cell.TRACE : Cell.PART;
  }

  /** Parts of all sizes, inside and around. */
  private static AddressSet random(Prefix prefix, Random random) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = random.nextInt(12); i > 0; i--) {
      Address one = inside(prefix, random);
      Address other = inside(prefix, random);
      switch (random.nextInt(4)) {
        case 0 ->
            builder.add(
                one.compareTo(other) < 0 ? new Interval(one, other) : new Interval(other, one));
        case 1 -> builder.add(one);
        case 2 -> builder.add(new Interval(prefix.family().first(), one));
        default -> {
          int length = random.nextInt(Math.max(1, prefix.length() - 1), prefix.family().bits() + 1);
          builder.add(Prefix.containing(one, length));
        }
      }
    }
    return random.nextBoolean() ? builder.build() : builder.build().complement();
  }

  private static Address inside(Prefix prefix, Random random) {
    BigInteger base = new BigInteger(1, prefix.base().toBytes());
    int bits = prefix.family().bits() - prefix.length();
    BigInteger number = base.add(new BigInteger(random.nextInt(bits + 1), random));
    long high = number.shiftRight(Long.SIZE).longValue();
    return new Address(prefix.family(), high, number.longValue());
  }

  @Test
  void agreesWithCountingOneByOne() {
    View view = new View(prefix("192.0.2.0/24"), 2);
    AddressSet set = set("192.0.2.0/28", "192.0.2.37", "192.0.2.40-192.0.2.99", "198.51.100.1");
    Raster raster = Raster.of(view, set);
    for (int cell = 0; cell < view.cells(); cell++) {
      int held = 0;
      for (int host = 16 * cell; host < 16 * (cell + 1); host++) {
        held += set.contains(address("192.0.2." + host)) ? 1 : 0;
      }
      assertEquals(BigInteger.valueOf(held), raster.count(cell));
      assertEquals(held / 16.0, raster.share(cell));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0/0, 69.20.58.226", "0.0.0.0/0, 255.255.255.255", "::/0, 2a01:111::1"})
  void aSingleAddressIsSeen(String whole, String address) {
    View view = new View(prefix(whole), 1);
    Raster raster = Raster.of(view, set(address));
    int cell = view.cell(address(address));
    assertEquals(Cell.TRACE, raster.cell(cell));
    assertTrue(raster.share(cell) > 0, () -> "rounded to nothing");
  }

  @Test
  void aSingleAddressThatLacksIsSeen() {
    View view = new View(prefix("::/0"), 1);
    Raster raster = Raster.of(view, AddressSet.all().subtract(set("2a01:111::1")));
    assertEquals(Cell.PART, raster.cell(0));
    assertEquals(Cell.FULL, raster.cell(1));
  }

  @Test
  void theOtherFamilyIsNotCounted() {
    AddressSet set = AddressSet.all(Family.IP6);
    assertEquals(Cell.EMPTY, Raster.of(new View(prefix("0.0.0.0/0"), 0), set).cell(0));
    assertEquals(Cell.FULL, Raster.of(new View(prefix("::/0"), 0), set).cell(0));
  }

  @Test
  void aTraceEndsAtOneAddressIn256() {
    View view = new View(prefix("192.0.0.0/16"), 0);
    assertEquals(Cell.TRACE, Raster.of(view, set("192.0.2.1-192.0.2.255")).cell(0));
    assertEquals(Cell.PART, Raster.of(view, set("192.0.2.0-192.0.2.255")).cell(0));
    assertEquals(Cell.PART, Raster.of(view, set("192.0.0.0-192.0.255.254")).cell(0));
  }

  @Test
  void aChangeTellsWhatStaysComesAndGoes() {
    View view = new View(prefix("10.0.0.0/24"), 2);
    AddressSet before = set("10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/29", "10.0.0.65");
    AddressSet after = set("10.0.0.0/28", "10.0.0.16/29", "10.0.0.32/28", "10.0.0.66");
    ChangeRaster change = ChangeRaster.of(view, before, after);
    assertEquals(Cell.KEPT, change.cell(0));
    assertEquals(Cell.REMOVED, change.cell(1));
    assertEquals(Cell.ADDED, change.cell(2));
    assertEquals(Cell.EMPTY, change.cell(3));
    assertEquals(Cell.MIXED, change.cell(4));
    assertEquals(BigInteger.valueOf(8), change.kept().count(1));
    assertEquals(BigInteger.valueOf(8), change.removed().count(1));
    assertEquals(BigInteger.ONE, change.added().count(4));
  }

  @Test
  void rastersOfSeveralViewsMakeNoChange() {
    Raster one = Raster.of(new View(prefix("10.0.0.0/24"), 2), AddressSet.none());
    Raster other = Raster.of(new View(prefix("10.0.0.0/24"), 3), AddressSet.none());
    assertThrows(IllegalArgumentException.class, () -> new ChangeRaster(one, one, other));
  }
}
