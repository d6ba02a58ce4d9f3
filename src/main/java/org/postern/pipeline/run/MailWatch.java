package org.postern.pipeline.run;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.Surroundings;
import org.postern.pipeline.ask.MxHistory;
import org.postern.pipeline.safe.Protection;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Policy;
import org.postern.source.MailRoute;
import org.postern.state.PastFilter;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/**
 * Looks where the mail of protected domains goes, and remembers it, so that a rule that refuses one
 * day knows what the caches of senders may hold. Nothing is applied.
 */
public final class MailWatch {
  private final StateStore store;
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Restoration restoration;

  public MailWatch(
      StateStore store, Surroundings surroundings, InstantSource clock, Restoration restoration) {
    this.store = store;
    this.surroundings = surroundings;
    this.clock = clock;
    this.restoration = restoration;
  }

  /**
   * Looks once. Names are asked before the state is held.
   *
   * @return whether there was something to look at
   */
  public boolean look() throws IOException {
    Optional<Accepted> accepted = restoration.accepted(restoration.inForce(), new Report());
    if (accepted.isEmpty() || accepted.get().policy().protects().domains().isEmpty()) {
      return false;
    }
    Policy policy = accepted.get().policy();
    Map<String, MailRoute> routes =
        surroundings.mail().apply(policy).of(policy.protects().domains());
    try (StateLock lock = store.lock()) {
      RunState memory = store.runState();
      if (memory.generation() == accepted.get().generation().number()) {
        RunState seen = seen(accepted.get(), routes, memory);
        if (!seen.equals(memory)) {
          store.write(lock, seen);
        }
      }
    }
    return true;
  }

  private RunState seen(Accepted accepted, Map<String, MailRoute> routes, RunState memory)
      throws IOException {
    Instant now = clock.instant();
    Ruleset inForce = accepted.contents().ruleset();
    Plan same = Plan.between(Observation.of(inForce), inForce);
    List<PastFilter> ways =
        new Protection(accepted.policy().protects(), same, surroundings.addresses().read())
            .judge(routes, memory.pastFilter(), now)
            .remembered();
    return memory
        .withPastFilter(ways)
        .withWatched(
            MxHistory.of(accepted.policy().protects(), routes, memory.watched(), now).watched());
  }
}
