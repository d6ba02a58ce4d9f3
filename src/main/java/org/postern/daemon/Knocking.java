package org.postern.daemon;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Pipeline;
import org.postern.plan.SeenPeer;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.PendingChange;
import org.postern.target.Facets;
import org.postern.target.TargetException;

/** The held additions of which a member is being refused meanwhile. */
final class Knocking {
  private final Pipeline pipeline;
  private Optional<Instant> readAt = Optional.empty();
  private Map<String, Address> found = Map.of();

  Knocking(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Returns the digests of held additions of which a member is being refused, and a member. */
  Map<String, Address> of(List<PendingChange> held, InForce inForce, Instant now) {
    List<PendingChange> additions =
        held.stream().filter(one -> one.side() == ChangeSide.ADDITIONS).toList();
    if (additions.isEmpty()) {
      found = Map.of();
      readAt = Optional.empty();
    } else if (EachMinute.isDue(readAt, now)) {
      readAt = Optional.of(now);
      found = refusedOf(additions, inForce, now);
    }
    return found;
  }

  private Map<String, Address> refusedOf(
      List<PendingChange> additions, InForce inForce, Instant now) {
    Map<String, Address> refused = new LinkedHashMap<>();
    for (String name : inForce.targets()) {
      for (SeenPeer peer : refused(inForce, name)) {
        additions.stream()
            .filter(held -> !now.minus(peer.ago()).isBefore(held.since()))
            .filter(held -> held.what().addresses().contains(peer.peer()))
            .forEach(held -> refused.put(held.digest(), peer.peer()));
      }
    }
    return refused;
  }

  private List<SeenPeer> refused(InForce inForce, String name) {
    try {
      Optional<Facets.RefusedPeers> refused =
          pipeline.drift().target(inForce, name).facets().refusedPeers();
      return refused.isPresent() ? refused.get().read() : List.of();
    } catch (TargetException e) {
      return List.of();
    }
  }
}
