package org.postern.plan;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.address.widening.Outcome;
import org.postern.diagnostic.Counted;
import org.postern.host.RecordTree;

/** Says what a budget of widening came to, and how good that is. */
public final class WidenedWords {
  private WidenedWords() {}

  /**
   * Returns the words after the number of addresses that no source named; empty where no budget is
   * asked for.
   */
  public static String proof(EffectiveSet set) {
    return set.optimum().map(found -> ", in " + proof(found)).orElse("");
  }

  /** Returns how many entries there are, and whether they can be bettered. */
  public static String proof(Outcome.Found found) {
    String entries = Counted.grouped(found.entries(), "entry");
    if (found.isOptimal()) {
      return entries + ", which is optimal";
    }
    String bound =
        found.entries() > found.fewest()
            ? String.format(Locale.ROOT, "%,d", found.fewest())
            : String.format(Locale.ROOT, "%,d", found.least());
    return String.format(
        Locale.ROOT,
        "%s; no fewer than %s are possible, so that it is at most %.2g %% from the optimum",
        entries,
        bound,
        100 * found.gap());
  }

  /** Returns the outcome of a budget, for programs; empty where none is asked for. */
  public static Optional<Map<String, Object>> tree(EffectiveSet set) {
    return set.optimum().map(WidenedDocument::of).map(RecordTree::write);
  }
}
