package org.postern.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.postern.address.Address;
import org.postern.plan.Attempt;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;
import org.postern.target.Applied;
import org.postern.target.Target;

/**
 * Changes the sets again and again while connections are made, as an apply does it. Whether one of
 * a peer that is kept was refused at first, and came through only when it was sent again, the
 * kernel's memory of refused peers tells.
 */
final class TrialChanges {
  /** A refused opening is judged when it is sent: its answer need not be waited for. */
  private static final int SOON_MILLIS = 20;

  private static final int MUCH_PATIENCE_MILLIS = 5_000;

  private static final int EXAMPLES = 8;

  private final Target target;
  private final TrialConnections connections;
  private final TrialStates states;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong others = new AtomicLong();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  TrialChanges(Target target, TrialConnections connections, TrialStates states) {
    this.target = target;
    this.connections = connections;
    this.states = states;
  }

  /** Does it so often. */
  TrialChanging run(int changes) throws IOException {
    long start = System.nanoTime();
    List<TrialConnections.Running> running = new ArrayList<>();
    states.kept().forEach(one -> running.add(connections.repeat(isOver::get, () -> dialKept(one))));
    states
        .others()
        .forEach(one -> running.add(connections.repeat(isOver::get, () -> dialOther(one))));
    try {
      for (int i = 0; i < changes; i++) {
        become(i % 2 == 0 ? states.other() : states.one());
      }
    } finally {
      isOver.set(true);
    }
    for (TrialConnections.Running one : running) {
      one.end();
    }
    long seen = wrong.size();
    seen += remembered();
    return new TrialChanging(
        changes,
        states.prefixes(),
        kept.get(),
        others.get(),
        seen,
        wrong.stream().limit(EXAMPLES).toList(),
        (System.nanoTime() - start) / 1_000);
  }

  private void become(Ruleset next) throws IOException {
    Plan plan = Plan.between(target.observe(), next);
    switch (target.apply(target.compile(plan))) {
      case Applied.Done _ -> {}
      case Applied.Handed handed -> throw new IOException("only handed: " + handed.files());
      case Applied.Partial partial -> throw new IOException("not changed: " + partial.why());
      case Applied.Unchanged unchanged -> throw new IOException("not changed: " + unchanged.why());
    }
  }

  private void dialKept(Attempt.Opening packet) throws IOException {
    TrialFindings.Ended ended = connections.pulse(packet, MUCH_PATIENCE_MILLIS);
    kept.incrementAndGet();
    if (ended != TrialFindings.Ended.CONNECTED) {
      wrong.add("%s is accepted before and after, and was refused".formatted(packet.describe()));
    }
  }

  private void dialOther(Attempt.Opening packet) throws IOException {
    TrialFindings.Ended ended = connections.pulse(packet, SOON_MILLIS);
    others.incrementAndGet();
    if (ended == TrialFindings.Ended.CONNECTED) {
      wrong.add("%s is never accepted, and came through".formatted(packet.describe()));
    }
  }

  /** How many packets of peers that are kept the kernel remembers to have refused. */
  private long remembered() throws IOException {
    Set<Address> peers =
        states.kept().stream().map(Attempt.Opening::peer).collect(Collectors.toSet());
    long packets = 0;
    for (SeenPeer seen : target.facets().refusedPeers().orElseThrow().read()) {
      if (peers.contains(seen.peer())) {
        packets += Math.max(1, seen.packets());
        wrong.add(
            "%s is accepted before and after, and rule %s met it as a stranger"
                .formatted(seen.peer(), seen.rule()));
      }
    }
    return packets;
  }
}
