package org.postern.target;

import java.util.List;
import java.util.Optional;
import org.postern.plan.Observation;

/** Looks at the rules of others in a packet filter that is not the target's own. */
public interface Neighbourhood {
  /** What others do there now; nothing where that packet filter is not there. */
  Found look() throws TargetException;

  /** What differs whenever anything has moved there; empty where that is not told. */
  Optional<String> pulse() throws TargetException;

  /**
   * What was found.
   *
   * @param foreign what others do to openings that we judge
   * @param translates whether somebody translates addresses
   */
  record Found(List<Observation.Foreign> foreign, boolean translates) {
    public Found {
      foreign = List.copyOf(foreign);
    }
  }

  /** Of a host without another packet filter. */
  static Neighbourhood none() {
    return new Neighbourhood() {
      @Override
      public Found look() {
        return new Found(List.of(), false);
      }

      @Override
      public Optional<String> pulse() {
        return Optional.empty();
      }
    };
  }
}
