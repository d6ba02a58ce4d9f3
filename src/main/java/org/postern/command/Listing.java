package org.postern.command;

/** How many prefixes of one reason are listed, and not only counted. */
public enum Listing {
  /** The length for a change that is made: a larger one is read best before, in its plan. */
  FEW(20),
  /** The length for a plan. */
  USUAL(200),
  /** No limit. */
  ALL(Integer.MAX_VALUE);

  /** The option that asks for all. */
  public static final Option VERBOSE = Option.flag("-v", "list all prefixes, however many");

  private final int most;

  Listing(int most) {
    this.most = most;
  }

  /** Returns the length that an invocation asks for. */
  public static Listing of(Invocation invocation, Listing usual) {
    return invocation.has(VERBOSE.name()) ? ALL : usual;
  }

  /** Returns the most lines; more are counted. */
  public int most() {
    return most;
  }

  /** Tells whether of those that are too many the first ones are listed, and not none. */
  public boolean isPartial() {
    return this == USUAL;
  }
}
