package org.postern.state;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.host.JsonTree;

/**
 * The proof of what a target held, and the mark by which it can be told that nothing has moved
 * since.
 *
 * @param target the name of the target
 * @param generation the number of the generation that it was proven to hold
 * @param digest the digest of that generation
 * @param openings the times until when rules of it were open, by their names
 * @param precondition the target's own mark of what it held, as in an observation
 * @param at the time of the proof
 */
public record ProofRecord(
    String target,
    int generation,
    String digest,
    Map<String, Instant> openings,
    String precondition,
    Instant at) {
  public ProofRecord {
    openings = Map.copyOf(openings);
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("target", target);
    tree.put("generation", generation);
    tree.put("digest", digest);
    Map<String, Object> open = new LinkedHashMap<>();
    openings.forEach((rule, until) -> open.put(rule, until.toString()));
    tree.put("openings", open);
    tree.put("precondition", precondition);
    tree.put("at", at.toString());
    return tree;
  }

  static ProofRecord read(JsonTree tree) throws IOException {
    Map<String, Instant> openings = new LinkedHashMap<>();
    if (tree.has("openings")) {
      JsonTree open = tree.object("openings");
      for (String rule : open.members().keySet()) {
        openings.put(rule, Instant.parse(open.string(rule)));
      }
    }
    return new ProofRecord(
        tree.string("target"),
        Math.toIntExact(tree.number("generation")),
        tree.string("digest"),
        openings,
        tree.string("precondition"),
        Instant.parse(tree.string("at")));
  }
}
