package org.postern.picture;

/** The contents of a cell of a picture. */
public enum Cell {
  /** No address. */
  EMPTY("nothing"),
  /** No address, and none is expected: no host on the public Internet has one of these. */
  SPECIAL("special-purpose"),
  /** Some addresses, but less than one in 256. */
  TRACE("less than 1/256"),
  /** One address in 256 or more, but not all. */
  PART("a part"),
  /** Every address. */
  FULL("all"),
  /** The same addresses before and after, at least one. */
  KEPT("as before"),
  /** More addresses than before: some came and none went. */
  ADDED("added"),
  /** Fewer addresses than before: some went and none came. */
  REMOVED("removed"),
  /** Some addresses came and some went. */
  MIXED("added and removed");

  private final String text;

  Cell(String text) {
    this.text = text;
  }

  /** Tells whether it tells how much of a cell is held. */
  public boolean isHeld() {
    return this == TRACE || this == PART || this == FULL;
  }

  /** Tells whether it tells of before and after. */
  public boolean isChange() {
    return this == KEPT || this == ADDED || this == REMOVED || this == MIXED;
  }

  /** Returns the contents in words. */
  public String text() {
    return text;
  }
}
