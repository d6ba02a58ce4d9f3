package org.postern.target.nftables;

import java.util.Map;
import org.postern.plan.Observation;

/**
 * The physical contents of our table, and what of the host decides how rules are laid out.
 *
 * @param contents as read
 * @param shapes of the rules found
 * @param translates somebody translates addresses on this host
 * @param tracks somebody uses connection tracking on this host
 * @param generation of the ruleset when it was read
 */
record NftLayout(
    TableContents contents,
    Map<String, Shape> shapes,
    boolean translates,
    boolean tracks,
    long generation)
    implements Observation.Layout {

  /** An empty host of which nothing is known. */
  static NftLayout nothing() {
    return new NftLayout(TableContents.empty(), Map.of(), false, true, 0);
  }
}
