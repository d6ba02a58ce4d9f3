package org.postern.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.postern.address.Literals.address;
import static org.postern.address.Literals.prefix;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;

class ViewTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 4, 69, 69.0.0.0/8",
    "0.0.0.0/0, 0, 0, 0.0.0.0/0",
    "0.0.0.0/0, 12, 16777215, 255.255.255.0/24",
    "69.20.0.0/16, 4, 58, 69.20.58.0/24",
    "192.0.2.128/25, 3, 63, 192.0.2.254/31",
    "192.0.2.1/32, 0, 0, 192.0.2.1/32",
    "::/0, 0, 0, ::/0",
    "::/0, 2, 3, 3000::/4",
    "2a01:111::/32, 8, 62464, 2a01:111:f400::/48",
    "2a01:111::/34, 12, 1, 2a01:111:0:40::/58",
    "2a01:111:f400::/64, 12, 16777215, 2a01:111:f400:0:ffff:ff00::/88",
    "2a01::100/120, 4, 255, 2a01::1ff/128",
  })
  void cutsAPrefixIntoBlocks(String whole, int order, int cell, String block) {
    View view = new View(prefix(whole), order);
    assertEquals(prefix(block), view.block(cell));
    assertEquals(cell, view.cell(prefix(block).first()));
    assertEquals(cell, view.cell(prefix(block).last()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/7", "2a01:111::/32", "::/0"})
  void aPrefixIsARectangleOfTheCellsThatItHolds(String whole) {
    View view = new View(prefix(whole), 5);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      Prefix cell = view.block(random.nextInt(view.cells()));
      int length = random.nextInt(view.prefix().length(), view.cellLength() + 1);
      Prefix part = Prefix.containing(cell.base(), length);
      Area area = view.area(part);
      int held = 0;
      for (int y = area.y(); y < area.y() + area.height(); y++) {
        for (int x = area.x(); x < area.x() + area.width(); x++) {
          held += part.interval().contains(at(view, x, y)) ? 1 : 0;
        }
      }
      assertEquals(1 << (view.cellLength() - length), held, part::toString);
      assertEquals(held, area.width() * area.height(), part::toString);
    }
  }

  private static Address at(View view, int x, int y) {
    return view.block(view.hilbert().distance(x, y)).base();
  }

  @Test
  void aPrefixSmallerThanACellIsTheCellThatItIsIn() {
    View view = new View(prefix("0.0.0.0/0"), 4);
    Hilbert.Point point = view.hilbert().point(69);
    assertEquals(new Area(point.x(), point.y(), 1, 1), view.area(prefix("69.20.58.226")));
    assertEquals(view.area(prefix("0.0.0.0/0")), new Area(0, 0, 16, 16));
    assertEquals(new Area(0, 0, 4, 4), new View(prefix("69.0.0.0/8"), 2).area(prefix("0.0.0.0/0")));
  }

  @Test
  void whatIsElsewhereHasNoPlace() {
    View view = new View(prefix("69.0.0.0/8"), 2);
    assertThrows(IllegalArgumentException.class, () -> view.area(prefix("70.0.0.0/8")));
    assertThrows(IllegalArgumentException.class, () -> view.area(prefix("128.0.0.0/1")));
    assertThrows(IllegalArgumentException.class, () -> view.area(prefix("::/0")));
    assertThrows(IndexOutOfBoundsException.class, () -> view.block(16));
  }

  @Test
  void aCellIsNeverLessThanAnAddress() {
    assertEquals(12, View.finest(View.whole(Family.IP6)));
    assertEquals(4, View.finest(prefix("192.0.2.0/24")));
    assertEquals(3, View.finest(prefix("192.0.2.0/25")));
    assertEquals(0, View.finest(prefix("192.0.2.1/32")));
    assertEquals(new View(prefix("192.0.2.0/24"), 4), View.upTo(prefix("192.0.2.0/24"), 6));
    assertThrows(IllegalArgumentException.class, () -> new View(prefix("192.0.2.0/24"), 5));
    assertEquals(3, new View(prefix("192.0.2.0/24"), 4).cell(address("192.0.2.3")));
  }
}
