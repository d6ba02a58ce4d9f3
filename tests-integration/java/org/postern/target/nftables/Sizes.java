package org.postern.target.nftables;

/** How much a test does: little in every build, much at night. */
public final class Sizes {
  private Sizes() {}

  public static int pick(int ci, int nightly) {
    return pick(Integer.valueOf(ci), Integer.valueOf(nightly));
  }

  /** The same of whatever is done. */
  public static <T> T pick(T ci, T nightly) {
    String sizes = System.getProperty("postern.sizes", "ci");
    return switch (sizes) {
      case "ci" -> ci;
      case "nightly" -> nightly;
      default -> throw new AssertionError("postern.sizes is ci or nightly, not " + sizes);
    };
  }
}
