package org.postern.picture;

/**
 * A rectangle of a picture, in cells.
 *
 * @param x the number of its left column, 0 at the left
 * @param y the number of its upper row, 0 at the top
 * @param width how many columns
 * @param height how many rows
 */
public record Area(int x, int y, int width, int height) {
  /** Returns the smallest rectangle that holds both. */
  Area with(Area other) {
    int left = Math.min(x, other.x);
    int top = Math.min(y, other.y);
    int right = Math.max(x + width, other.x + other.width);
    int bottom = Math.max(y + height, other.y + other.height);
    return new Area(left, top, right - left, bottom - top);
  }
}
