package org.postern.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.address.Literals.prefix;
import static org.postern.address.Literals.set;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

class PictureTest {
  private static final Prefix IP = View.whole(Family.IP);

  private static List<String> blocks(Picture picture) {
    return picture.blocks().stream()
        .map(one -> one.prefix().text() + " " + one.kept().text())
        .toList();
  }

  private static List<String> changes(Picture picture) {
    return picture.blocks().stream()
        .map(
            one ->
                "%s %s=%s+%s-"
                    .formatted(
                        one.prefix().text(),
                        one.kept().addresses(),
                        one.added().addresses(),
                        one.removed().addresses()))
        .toList();
  }

  @Test
  void blocksAreThoseWithMostFirst() {
    Picture picture =
        Picture.of(
            "",
            IP,
            set("69.20.58.226", "69.20.60.0/30", "185.201.0.0/16", "10.0.0.0/14", "192.0.2.7"));
    assertEquals(
        List.of(
            "10.0.0.0/14 262,144 addresses",
            "185.201.0.0/16 65,536 addresses",
            "69.20.0.0/16 5 addresses in 2 prefixes",
            "192.0.2.7 1 address"),
        blocks(picture));
  }

  @Test
  void aChangeListsWhatChanges() {
    Picture picture =
        Picture.ofChange(
            "",
            IP,
            set("69.20.58.226", "69.20.60.0/30", "185.201.0.0/16", "192.0.2.7"),
            set("69.20.58.226", "69.20.60.1", "185.201.0.0/16", "192.0.2.7", "198.51.100.1"));
    assertEquals(List.of("69.20.0.0/16 2=0+3-", "198.51.100.1 0=1+0-"), changes(picture));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 69.20.0.0/16",
    "69.0.0.0/8, 69.20.0.0/16",
    "69.0.0.0/9, 69.20.58.0/24",
    "69.20.0.0/16, 69.20.58.0/24",
    "::/0, 2a01:111::/32",
    "2a01:111::/32, 2a01:111:f400::/48",
    "2a01:111:f400::/48, 2a01:111:f400::/64",
  })
  void blocksAreAsLongAsAddressesAreWritten(String whole, String block) {
    AddressSet.Builder pair = AddressSet.builder();
    pair.add(prefix(block).first());
    pair.add(prefix(block).last());
    Picture picture = Picture.of("", prefix(whole), pair.build());
    assertEquals(List.of(block + " 2 addresses"), blocks(picture));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.0/24, 192.0.2.1, 192.0.2.3", "2a01::/64, 2a01::1, 2a01::3"})
  void inASmallPrefixEachAddressStandsForItself(String whole, String one, String other) {
    assertEquals(
        List.of(one + " 1 address", other + " 1 address"),
        blocks(Picture.of("", prefix(whole), set(one, other))));
  }

  @Test
  void blocksHoldTogetherWhatThePictureHolds() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      AddressSet before = random(random);
      AddressSet after = random(random).union(random.nextBoolean() ? before : AddressSet.none());
      Prefix part = Prefix.containing(new Address(Family.IP, 0, 0x0a000000L), random.nextInt(12));
      AddressSet inside = AddressSet.of(part);
      BigInteger added = BigInteger.ZERO;
      BigInteger removed = BigInteger.ZERO;
      for (Block block : Picture.ofChange("", part, before, after).blocks()) {
        AddressSet own = AddressSet.of(block.prefix());
        assertEquals(before.intersect(after).intersect(own).size(), block.kept().addresses());
        added = added.add(block.added().addresses());
        removed = removed.add(block.removed().addresses());
      }
      assertEquals(after.subtract(before).intersect(inside).size(), added);
      assertEquals(before.subtract(after).intersect(inside).size(), removed);
    }
  }

  private static AddressSet random(Random random) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = random.nextInt(20); i > 0; i--) {
      Address address = new Address(Family.IP, 0, 0x0a000000L + random.nextInt(1 << 24));
      builder.add(Prefix.containing(address, 14 + random.nextInt(19)));
    }
    return builder.build();
  }

  @Test
  void whereNoHostIsIsShaded() {
    Grid grid = Picture.of("", IP, set("10.0.0.1", "69.20.58.226")).grid(4);
    assertEquals(Cell.SPECIAL, at(grid, "127.0.0.0/8"));
    assertEquals(Cell.SPECIAL, at(grid, "0.0.0.0/8"));
    assertEquals(Cell.TRACE, at(grid, "10.0.0.0/8"));
    assertEquals(Cell.EMPTY, at(grid, "172.0.0.0/8"));
    assertEquals(Cell.TRACE, at(grid, "69.0.0.0/8"));
    assertEquals(Set.of(Cell.EMPTY, Cell.SPECIAL, Cell.TRACE), grid.kinds());
  }

  private static Cell at(Grid grid, String prefix) {
    Area area = grid.view().area(prefix(prefix));
    return grid.at(area.x(), area.y());
  }

  @Test
  void cellsLieAsTheCurveGoes() {
    View view = new View(prefix("69.20.0.0/16"), 4);
    AddressSet after = set("69.20.0.0/17", "69.20.200.0/24");
    AddressSet before = set("69.20.64.0/18", "69.20.200.1-69.20.200.9", "69.20.255.0");
    Grid held = Picture.of("", view.prefix(), after).grid(9);
    Grid changed = Picture.ofChange("", view.prefix(), before, after).grid(4);
    assertEquals(8, held.view().order());
    for (int cell = 0; cell < view.cells(); cell++) {
      Hilbert.Point point = view.hilbert().point(cell);
      assertEquals(
          ChangeRaster.of(view, before, after).cell(cell), changed.at(point.x(), point.y()));
    }
    assertEquals(Cell.FULL, held.at(0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "1, '1'",
    "1212, '1,212'",
    "1099511627775, '1,099,511,627,775'",
    "1099511627776, '2^40'",
    "1099511627777, 'about 2^40'",
    "1208925819614629174706176, '2^80'",
    "1450710983537555009647411, 'about 2^80.3'",
    "340282366920938463463374607431768211456, '2^128'",
  })
  void largeNumbersAreToldAsPowersOfTwo(String number, String text) {
    assertEquals(text, Tally.number(new BigInteger(number)));
  }
}
