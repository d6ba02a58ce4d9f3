package org.postern.picture;

/**
 * A Hilbert curve on a square of {@code 2^order} by {@code 2^order} points, from the upper left
 * corner to the upper right one; x grows to the right, y downwards. The quarters follow each other
 * upper left, lower left, lower right, upper right whatever the order, so that a finer curve
 * refines a coarser one. That is the orientation in which maps of the Internet are drawn (<a
 * href="https://xkcd.com/195/">xkcd 195</a>).
 *
 * <p>After D. Hilbert, Über die stetige Abbildung einer Linie auf ein Flächenstück (1891), with the
 * loops of <a href="https://en.wikipedia.org/wiki/Hilbert_curve">Wikipedia</a>.
 *
 * @param order 0 to {@value #FINEST}
 */
public record Hilbert(int order) {
  /** The highest order whose distances fit an int. */
  public static final int FINEST = 15;

  /**
   * @throws IllegalArgumentException for an order that is none
   */
  public Hilbert {
    if (order < 0 || order > FINEST) {
      throw new IllegalArgumentException(order + " is no order of a Hilbert curve");
    }
  }

  /**
   * A point of the square.
   *
   * @param x 0 at the left
   * @param y 0 at the top
   */
  public record Point(int x, int y) {}

  /** Returns how many points a side of the square has. */
  public int side() {
    return 1 << order;
  }

  /** Returns how many points the curve goes through. */
  public int points() {
    return 1 << (2 * order);
  }

  /**
   * Returns the point at this distance from the beginning.
   *
   * @throws IndexOutOfBoundsException for a distance that the curve does not have
   */
  public Point point(int distance) {
    if (distance < 0 || distance >= points()) {
      throw new IndexOutOfBoundsException(distance);
    }
    int x = 0;
    int y = 0;
    int rest = distance;
    for (int half = 1; half < side(); half *= 2) {
      int right = (rest >> 1) & 1;
      int down = (rest ^ right) & 1;
      if (down == 0) {
        int turned = right == 0 ? x : half - 1 - x;
        x = right == 0 ? y : half - 1 - y;
        y = turned;
      }
      x += half * right;
      y += half * down;
      rest >>= 2;
    }
    return new Point(x, y);
  }

  /**
   * Returns how far from the beginning a point is.
   *
   * @throws IndexOutOfBoundsException for a point outside of the square
   */
  public int distance(int x, int y) {
    if (x < 0 || y < 0 || x >= side() || y >= side()) {
      throw new IndexOutOfBoundsException(x + ", " + y);
    }
    int distance = 0;
    int left = x;
    int top = y;
    for (int half = side() / 2; half > 0; half /= 2) {
      int right = left / half;
      int down = top / half;
      distance += half * half * ((3 * right) ^ down);
      left -= half * right;
      top -= half * down;
      if (down == 0) {
        int turned = right == 0 ? left : half - 1 - left;
        left = right == 0 ? top : half - 1 - top;
        top = turned;
      }
    }
    return distance;
  }
}
