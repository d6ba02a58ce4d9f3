package org.postern.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.Observation;
import org.postern.policy.Hook;

/** Looks at the rules of others in a packet filter that is not the target's own. */
public interface Neighbourhood {
  /** Returns what others do there now; nothing where that packet filter is not there. */
  Found look() throws TargetException;

  /**
   * Returns the chains of others that decide on what passes on these hooks, and those that
   * translate; nothing where that packet filter is not there.
   *
   * @param ofIptables whether the built-in filter chains of iptables are wanted too
   */
  List<ForeignChain> chains(Set<Hook> hooks, boolean ofIptables) throws TargetException;

  /**
   * Returns a token that differs whenever anything has moved there; empty where that is not told.
   */
  Optional<String> pulse() throws TargetException;

  /**
   * The findings of one look.
   *
   * @param foreign what others do to openings that we judge
   * @param translates whether another program's rules translate addresses
   */
  record Found(List<Observation.Foreign> foreign, boolean translates) {
    public Found {
      foreign = List.copyOf(foreign);
    }
  }

  /** Returns the neighbourhood of a host without another packet filter. */
  static Neighbourhood none() {
    return new Neighbourhood() {
      @Override
      public Found look() {
        return new Found(List.of(), false);
      }

      @Override
      public List<ForeignChain> chains(Set<Hook> hooks, boolean ofIptables) {
        return List.of();
      }

      @Override
      public Optional<String> pulse() {
        return Optional.empty();
      }
    };
  }
}
