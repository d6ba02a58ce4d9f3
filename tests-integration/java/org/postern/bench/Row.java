package org.postern.bench;

import java.util.List;
import java.util.Optional;

/**
 * One line of the tables.
 *
 * @param entries of the list; 0 where there is none
 * @param ours what we needed, the median of several runs
 * @param peer what another program needed in the same rounds
 * @param trace what a further run of ours did to the state
 * @param stateBytes that the state takes on disk after it, 0 where that is not of interest
 */
record Row(
    Work work,
    int entries,
    Measured ours,
    Optional<Peer.Did> peer,
    Optional<StateTrace> trace,
    long stateBytes) {

  List<Goal> goals() {
    return Goal.of(work, entries);
  }

  /** How many times the time of the peer. */
  Optional<Double> ratio() {
    return peer.map(did -> ours.wall() / did.measured().wall());
  }
}
