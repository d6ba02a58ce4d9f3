package org.postern.target;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Family;
import org.postern.policy.Hook;

/**
 * A chain of others that the kernel calls by itself, with all that it leads to.
 *
 * @param name the name of the chain, for {@code rules}
 * @param where the place, as its packet filter names it
 * @param hook the hook on which it is called
 * @param families the families of the packets that it is called for
 * @param purpose the purpose of the chain
 * @param drops whether it drops what reaches its end
 * @param rules the rules of this chain and of all that it leads to, in order, by the names of
 *     chains
 * @param remedies lines that let openings through
 */
public record ForeignChain(
    String name,
    String where,
    Hook hook,
    Set<Family> families,
    Purpose purpose,
    boolean drops,
    Map<String, List<ForeignRule>> rules,
    Remedies remedies) {
  public ForeignChain {
    families = Set.copyOf(families);
    rules = Map.copyOf(rules);
  }

  /** The purpose of a chain. */
  public enum Purpose {
    /** The chain decides, whatever else was decided before. */
    FILTER,
    /** The chain decides, unless an accept of ours came before it in the same table. */
    FILTER_AFTER_OURS,
    /** The chain changes where packets go, before any of the others looks. */
    TRANSLATION
  }

  /** Finds the commands that let an opening through. */
  public interface Remedies {
    /**
     * Returns the lines to run.
     *
     * @param dropping the chain that drops it now
     */
    List<String> of(Opening opening, String dropping);
  }
}
