package org.postern.target;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ways of some openings through one chain of others and all that it leads to: which ends are
 * possible. Where only one is, it is certain.
 */
final class Passage {
  private final ForeignChain base;
  private final Opening opening;
  private final Map<String, Set<Fate>> known = new HashMap<>();
  private final Set<String> entered = new HashSet<>();
  private Optional<String> dropping = Optional.empty();

  /** The possible fates of an opening. */
  enum Fate {
    PASSES,
    DROPPED,
    TRANSLATED,
    /** The chain ends and does not say. */
    ENDS
  }

  Passage(ForeignChain base, Opening opening) {
    this.base = base;
    this.opening = opening;
  }

  /** Returns every fate that is possible. */
  Set<Fate> fates() {
    Set<Fate> fates = EnumSet.copyOf(walk(base.name()));
    if (fates.remove(Fate.ENDS)) {
      fates.add(base.drops() ? Fate.DROPPED : Fate.PASSES);
    }
    return fates;
  }

  /** A chain of which a rule may drop an opening; empty when only the end of the base chain may. */
  Optional<String> dropping() {
    return dropping;
  }

  private Set<Fate> walk(String chain) {
    Set<Fate> before = known.get(chain);
    if (before != null) {
      return before;
    }
    Set<Fate> fates = EnumSet.noneOf(Fate.class);
    boolean goesOn = entered.add(chain);
    if (!goesOn) {
      // The kernel takes no circle, so this was read while another process changed it.
      return EnumSet.allOf(Fate.class);
    }
    for (ForeignRule rule : base.rules().getOrDefault(chain, List.of())) {
      goesOn = follow(rule, chain, fates);
      if (!goesOn) {
        break;
      }
    }
    if (goesOn) {
      fates.add(Fate.ENDS);
    }
    entered.remove(chain);
    known.put(chain, fates);
    return fates;
  }

  /** Tells whether the next rule may be reached. */
  private boolean follow(ForeignRule rule, String chain, Set<Fate> fates) {
    boolean goesOn = false;
    for (ForeignRule.End end : rule.ends(opening)) {
      switch (end) {
        case ForeignRule.End.GoOn _ -> goesOn = true;
        case ForeignRule.End.Accept _ -> fates.add(Fate.PASSES);
        case ForeignRule.End.Drop _ -> drop(chain, fates);
        case ForeignRule.End.Return _ -> fates.add(Fate.ENDS);
        case ForeignRule.End.Translate _ -> fates.add(Fate.TRANSLATED);
        case ForeignRule.End.Jump jump -> {
          Set<Fate> there = EnumSet.copyOf(walk(jump.chain()));
          goesOn |= there.remove(Fate.ENDS);
          fates.addAll(there);
        }
        case ForeignRule.End.Goto other -> fates.addAll(walk(other.chain()));
        case ForeignRule.End.Unknown _ -> {
          drop(chain, fates);
          fates.add(Fate.PASSES);
          fates.add(Fate.TRANSLATED);
          goesOn = true;
        }
      }
    }
    return goesOn;
  }

  private void drop(String chain, Set<Fate> fates) {
    fates.add(Fate.DROPPED);
    dropping = dropping.or(() -> Optional.of(chain));
  }
}
