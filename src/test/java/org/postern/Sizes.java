package org.postern;

import java.util.stream.LongStream;

/** How much a test does: little in every build, much at night. */
public final class Sizes {
  private Sizes() {}

  public static int pick(int day, int night) {
    return pick(Integer.valueOf(day), Integer.valueOf(night));
  }

  /** The same of whatever is done. */
  public static <T> T pick(T day, T night) {
    String sizes = System.getProperty("postern.sizes", "ci");
    return switch (sizes) {
      case "ci" -> day;
      case "nightly" -> night;
      default -> throw new AssertionError("postern.sizes is ci or nightly, not " + sizes);
    };
  }

  /** Seeds that are always the same; the name of a failed test shows the one that failed. */
  public static LongStream seeds(int day, int night) {
    return LongStream.range(0, pick(day, night));
  }
}
