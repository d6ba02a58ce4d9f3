package org.postern.address;

import java.util.stream.LongStream;

/** How much random input the tests of this package take. */
public final class Sizes {
  private Sizes() {}

  /** Fixed seeds; the name of a failed test shows the one that failed. */
  public static LongStream seeds() {
    return LongStream.range(0, nightly() ? 400 : 20);
  }

  private static boolean nightly() {
    String sizes = System.getProperty("postern.sizes", "ci");
    return switch (sizes) {
      case "ci" -> false;
      case "nightly" -> true;
      default -> throw new IllegalArgumentException("postern.sizes is ci or nightly, not " + sizes);
    };
  }
}
