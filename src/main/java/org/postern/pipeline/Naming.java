package org.postern.pipeline;

import java.util.Map;
import java.util.function.Function;
import org.postern.policy.Policy;
import org.postern.source.NameLookup;
import org.postern.source.NameProofs;

/**
 * The means by which peers are learned by their names.
 *
 * @param lookup looks names up as a policy says, and for a few seconds
 * @param proofs the proofs that hold
 */
public record Naming(Function<Policy, NameLookup> lookup, NameProofs proofs) {
  /** Returns a naming by which no peer has a name. */
  public static Naming none() {
    return new Naming(policy -> (domain, addresses) -> Map.of(), new NameProofs());
  }
}
