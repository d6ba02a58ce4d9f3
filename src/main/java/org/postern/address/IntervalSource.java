package org.postern.address;

/** Hands out addresses as the fewest intervals, without an object for each. */
public interface IntervalSource {
  /** Hands out the intervals of one family, in ascending order; none touches the next. */
  void forEachInterval(Family family, IntervalConsumer consumer);

  /** Tells whether there is no address of that family. */
  boolean isEmpty(Family family);
}
