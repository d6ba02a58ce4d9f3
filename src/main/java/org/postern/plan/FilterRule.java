package org.postern.plan;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Rule;
import org.postern.policy.Verdict;

/**
 * One rule with its sets filled in: which packets it covers, which peers it accepts, and what
 * happens to the rest.
 *
 * @param name the policy's name for it
 * @param hooks never empty
 * @param interfaces the packet came in by one of these; empty means any
 * @param servers the dialled address; empty optional means any
 * @param port the dialled TCP port
 * @param peers whom it accepts
 * @param otherwise what happens to the rest; empty exactly when it accepts any
 * @param running whether packets of connections already open are judged too
 * @param log how often what is not accepted is logged
 */
public record FilterRule(
    String name,
    Set<Hook> hooks,
    SortedSet<String> interfaces,
    Optional<AddressSet> servers,
    int port,
    Peers peers,
    Optional<Verdict> otherwise,
    Rule.Running running,
    Optional<LogRate> log) {
  public FilterRule {
    if (hooks.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("rule " + name + " judges nothing");
    }
    hooks = Collections.unmodifiableSet(EnumSet.copyOf(hooks));
    interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
    if (otherwise.isEmpty() != peers instanceof Peers.Any) {
      throw new IllegalArgumentException("rule " + name + " is not complete");
    }
  }

  /** Linux names it so in every network namespace. */
  public static final String LOOPBACK = "lo";

  /** Whether this rule has an opinion on the packet. */
  public boolean covers(Packet packet) {
    return hooks.contains(packet.hook())
        && port == packet.port()
        && coversInterface(packet.inInterface())
        && servers.map(set -> set.contains(packet.server())).orElse(true)
        && (packet.opening() || running == Rule.Running.CUT);
  }

  /** Whether packets that came in by this interface are covered; the loopback never is. */
  public boolean coversInterface(String name) {
    return !name.equals(LOOPBACK) && (interfaces.isEmpty() || interfaces.contains(name));
  }

  /** What becomes of a covered packet of this peer. */
  public Judgement judge(Packet packet) {
    return peers.contains(packet.peer()) ? Judgement.ACCEPTED : refusal();
  }

  /** What becomes of peers that are not accepted. */
  public Judgement refusal() {
    return otherwise
        .map(verdict -> verdict.refuses() ? Judgement.REFUSED : Judgement.OBSERVED)
        .orElse(Judgement.ACCEPTED);
  }

  /** The same rule for other peers. */
  public FilterRule withPeers(Peers other) {
    return new FilterRule(name, hooks, interfaces, servers, port, other, otherwise, running, log);
  }

  /** The same rule with another verdict for the rest. */
  public FilterRule withOtherwise(Verdict verdict) {
    return new FilterRule(
        name, hooks, interfaces, servers, port, peers, Optional.of(verdict), running, log);
  }

  /** Whether both judge alike but for the peers they accept. */
  public boolean sameFrame(FilterRule other) {
    return withPeers(other.peers).equals(other);
  }

  public FilterRule withOpenUntil(Optional<java.time.Instant> time) {
    if (time.isPresent()) {
      throw new IllegalStateException("not yet");
    }
    return this;
  }
}
