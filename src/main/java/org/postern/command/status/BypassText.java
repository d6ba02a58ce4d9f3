package org.postern.command.status;

import org.postern.diagnostic.Counted;
import org.postern.plan.Bypass;

/** How much comes past the filter, by what packet filters have counted. */
final class BypassText {
  private BypassText() {}

  /**
   * Returns the bypass in one line.
   *
   * @param span the time in which it was counted, in words
   */
  static String of(Bypass bypass, String span) {
    return "%s of %s at port 25 %s (each packet that opens one counts: who is dropped"
            .formatted(bypass.text(), Counted.grouped(bypass.all(), "connection"), span)
        + " tries again)";
  }
}
