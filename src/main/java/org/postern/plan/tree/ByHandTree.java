package org.postern.plan.tree;

import java.util.Map;
import org.postern.plan.ByHand;

/** The knowledge of a system that a person changes, for programs. */
public final class ByHandTree {
  private ByHandTree() {}

  /** Adds it to the tree of a target; of a system that is changed without a person nothing. */
  public static void put(ByHand known, Map<String, Object> tree) {
    known
        .attested()
        .ifPresent(
            one ->
                tree.put(
                    "attested",
                    Map.of("digest", one.digest(), "by", one.by(), "at", one.at().toString())));
    known
        .waiting()
        .ifPresent(
            one -> tree.put("waiting", Map.of("digest", one.digest(), "files", one.files())));
  }
}
