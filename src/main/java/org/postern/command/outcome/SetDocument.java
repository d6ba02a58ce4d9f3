package org.postern.command.outcome;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.plan.EffectiveSet;
import org.postern.plan.WidenedDocument;
import org.postern.plan.tree.PrefixTexts;

/**
 * How large a set is.
 *
 * @param prefixes that hold exactly its addresses
 * @param addresses how many
 * @param excess how many of these no source named
 * @param widened what its budget came to; empty where it has none
 */
public record SetDocument(
    String name,
    List<String> prefixes,
    BigInteger addresses,
    BigInteger excess,
    Optional<WidenedDocument> widened) {
  static SetDocument of(EffectiveSet set) {
    return new SetDocument(
        set.name(),
        new PrefixTexts(set.addresses()),
        set.addresses().size(),
        set.excess().size(),
        set.optimum().map(WidenedDocument::of));
  }
}
