package org.postern.picture;

/** What a cell of a picture holds. */
public enum Cell {
  /** Nothing. */
  EMPTY("nothing"),
  /** Nothing, and nothing is expected: no host on the public Internet has one of its addresses. */
  SPECIAL("special-purpose"),
  /** Something, but less than one address in 256. */
  TRACE("less than 1/256"),
  /** One address in 256 or more, but not all. */
  PART("a part"),
  /** Every address. */
  FULL("all"),
  /** The same before and after, and something. */
  KEPT("as before"),
  /** More than before: something came and nothing went. */
  ADDED("added"),
  /** Less than before: something went and nothing came. */
  REMOVED("removed"),
  /** Something came and something went. */
  MIXED("added and removed");

  private final String text;

  Cell(String text) {
    this.text = text;
  }

  /** Whether it tells how much of a cell is held. */
  public boolean isHeld() {
    return this == TRACE || this == PART || this == FULL;
  }

  /** Whether it tells of before and after. */
  public boolean isChange() {
    return this == KEPT || this == ADDED || this == REMOVED || this == MIXED;
  }

  /** What it holds, in words. */
  public String text() {
    return text;
  }
}
