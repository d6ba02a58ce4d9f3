package org.postern.target.nftables.netlink;

import java.time.Duration;

/**
 * How long we wait for the kernel.
 *
 * @param part the time to wait for the next part of an answer; the kernel gives it at once or not
 *     at all
 * @param answer the time to wait for an answer in parts; the kernel counts the elements of a set
 *     from its start for each part, so that the time for all grows with the square of their number
 * @param steadiness the time to try on for a ruleset that others keep changing while it is read
 */
public record Patience(Duration part, Duration answer, Duration steadiness) {
  public static final Patience OURS =
      new Patience(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(2));
}
