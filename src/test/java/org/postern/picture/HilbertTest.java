package org.postern.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HilbertTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void goesThroughEveryPointOnce(int order) {
    Hilbert hilbert = new Hilbert(order);
    Set<Hilbert.Point> seen = new HashSet<>();
    for (int distance = 0; distance < hilbert.points(); distance++) {
      Hilbert.Point point = hilbert.point(distance);
      seen.add(point);
      assertEquals(distance, hilbert.distance(point.x(), point.y()));
    }
    assertEquals(hilbert.side() * hilbert.side(), seen.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void goesFromEachPointToANeighbour(int order) {
    Hilbert hilbert = new Hilbert(order);
    for (int distance = 1; distance < hilbert.points(); distance++) {
      Hilbert.Point from = hilbert.point(distance - 1);
      Hilbert.Point to = hilbert.point(distance);
      assertEquals(1, Math.abs(from.x() - to.x()) + Math.abs(from.y() - to.y()), from + " " + to);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void theNextOrderRefinesIt(int order) {
    Hilbert coarse = new Hilbert(order);
    Hilbert fine = new Hilbert(order + 1);
    for (int distance = 0; distance < fine.points(); distance++) {
      Hilbert.Point point = fine.point(distance);
      assertEquals(
          coarse.point(distance / 4),
          new Hilbert.Point(point.x() / 2, point.y() / 2),
          fine::toString);
    }
  }

  @Test
  void liesAsMapsOfTheInternetDo() {
    Hilbert eights = new Hilbert(4);
    assertEquals(new Hilbert.Point(0, 0), eights.point(0));
    assertEquals(new Hilbert.Point(1, 0), eights.point(1));
    assertEquals(new Hilbert.Point(3, 3), eights.point(10));
    assertEquals(new Hilbert.Point(0, 8), eights.point(64));
    assertEquals(new Hilbert.Point(15, 7), eights.point(192));
    assertEquals(new Hilbert.Point(15, 0), eights.point(255));
  }

  @Test
  void hasNoPointBeyondItsEnds() {
    Hilbert hilbert = new Hilbert(2);
    assertThrows(IndexOutOfBoundsException.class, () -> hilbert.point(16));
    assertThrows(IndexOutOfBoundsException.class, () -> hilbert.point(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> hilbert.distance(4, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> hilbert.distance(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Hilbert(16));
    assertThrows(IllegalArgumentException.class, () -> new Hilbert(-1));
  }

  @Test
  void theFinestFitsAnInt() {
    Hilbert finest = new Hilbert(Hilbert.FINEST);
    assertEquals(new Hilbert.Point(finest.side() - 1, 0), finest.point(finest.points() - 1));
    assertEquals(finest.points() - 1, finest.distance(finest.side() - 1, 0));
  }
}
