package org.postern.command.trial;

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
import org.postern.plan.SeenPeer;
import org.postern.target.Target;

/**
 * Connections that are made over and over while sets change, and the judge of how they end. Whether
 * one of a peer that is kept was dropped, be it only until it was sent again, the kernel's memory
 * of refused peers tells. Silence alone is no verdict: where thousands are made each second, a busy
 * host loses some.
 */
final class TrialTraffic {
  /** A refused opening is judged when it is sent: its answer need not be waited for. */
  private static final int SOON_MILLIS = 20;

  private static final int MUCH_PATIENCE_MILLIS = 5_000;

  private final Target target;
  private final TrialConnections connections;
  private final TrialStates states;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong others = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong letIn = new AtomicLong();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  TrialTraffic(Target target, TrialConnections connections, TrialStates states) {
    this.target = target;
    this.connections = connections;
    this.states = states;
  }

  /** The work that goes on while connections are made. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * The ends of connections.
   *
   * @param kept the number of connections of peers that are accepted before and after
   * @param others the number of connections of peers that are never accepted
   * @param refused packets of the first that were refused
   * @param unanswered the number of the first that had no answer
   * @param letIn the number of the second that came through
   * @param wrong a sentence for each peer of either
   */
  record Tally(
      long kept, long others, long refused, long unanswered, long letIn, List<String> wrong) {
    Tally {
      wrong = List.copyOf(wrong);
    }
  }

  /** Makes connections until the work is done. */
  Tally during(Work work) throws IOException {
    List<TrialConnections.Running> running = new ArrayList<>();
    states.kept().forEach(one -> running.add(connections.repeat(isOver::get, () -> dialKept(one))));
    states
        .others()
        .forEach(one -> running.add(connections.repeat(isOver::get, () -> dialOther(one))));
    try {
      work.run();
    } finally {
      isOver.set(true);
    }
    for (TrialConnections.Running one : running) {
      one.end();
    }
    refused.addAndGet(remembered());
    return new Tally(
        kept.get(),
        others.get(),
        refused.get(),
        unanswered.get(),
        letIn.get(),
        wrong.stream().distinct().toList());
  }

  private void dialKept(Attempt.Opening packet) throws IOException {
    TrialFindings.Ended ended = connections.pulse(packet, MUCH_PATIENCE_MILLIS);
    kept.incrementAndGet();
    switch (ended) {
      case CONNECTED -> {}
      case SILENT -> unanswered.incrementAndGet();
      case RESET -> {
        refused.incrementAndGet();
        wrong.add("%s is accepted before and after, and was reset".formatted(packet.describe()));
      }
    }
  }

  private void dialOther(Attempt.Opening packet) throws IOException {
    TrialFindings.Ended ended = connections.pulse(packet, SOON_MILLIS);
    others.incrementAndGet();
    if (ended == TrialFindings.Ended.CONNECTED) {
      letIn.incrementAndGet();
      wrong.add("%s is never accepted, and came through".formatted(packet.describe()));
    }
  }

  /** Returns how many packets of peers that are kept the kernel remembers to have refused. */
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
