package org.postern.command.outcome;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.postern.host.MappedList;
import org.postern.pipeline.Prepared;
import org.postern.plan.EffectiveSet;
import org.postern.plan.WidenedDocument;
import org.postern.plan.tree.PrefixTexts;

/**
 * The size of a set, as a document for programs.
 *
 * @param prefixes the prefixes that hold exactly its addresses
 * @param addresses the number of addresses
 * @param excess the number of these that no source named
 * @param widened the result of its budget; empty where it has none
 */
public record SetDocument(
    String name,
    List<String> prefixes,
    BigInteger addresses,
    BigInteger excess,
    Optional<WidenedDocument> widened) {
  /**
   * All sets.
   *
   * @param sets each made when it is asked for
   */
  public record All(List<SetDocument> sets) {}

  /** Returns how large each set of a policy is. */
  public static All of(Prepared prepared) {
    return new All(new MappedList<>(prepared.meaning().sets(), SetDocument::of));
  }

  private static SetDocument of(EffectiveSet set) {
    return new SetDocument(
        set.name(),
        new PrefixTexts(set.addresses()),
        set.addresses().size(),
        set.excess().size(),
        set.optimum().map(WidenedDocument::of));
  }
}
