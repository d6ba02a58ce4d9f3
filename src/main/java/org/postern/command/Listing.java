package org.postern.command;

/** How many prefixes of one reason are listed, and not only counted. */
enum Listing {
  /** Of a change that is made: what is larger is read best before, in its plan. */
  FEW(20),
  /** Of a plan. */
  USUAL(200),
  /** As many as there are. */
  ALL(Integer.MAX_VALUE);

  /** Asks for all. */
  static final Option VERBOSE = Option.flag("-v", "list all prefixes, however many");

  private final int most;

  Listing(int most) {
    this.most = most;
  }

  /** What an invocation asks for. */
  static Listing of(Invocation invocation, Listing usual) {
    return invocation.has(VERBOSE.name()) ? ALL : usual;
  }

  /** More than that are counted. */
  int most() {
    return most;
  }

  /** Whether of those that are too many the first ones are listed, and not none. */
  boolean isPartial() {
    return this == USUAL;
  }
}
