package org.postern.plan;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.Family;
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
 * @param openUntil until that time of the wall clock, a whole second, a rule that refuses does not
 *     do so yet: it counts and remembers the peer, and lets it through. Then the target closes it
 *     by itself, also when nothing of ours runs
 * @param opens whether an accepted peer passes whatever else the target's own filter says after
 *     that; otherwise this rule only restricts
 * @param wholeOnly whether what refuses IPv6 fragments is missing, so that a packet is judged only
 *     if it comes whole. A policy never means that: it is found in tables that earlier versions
 *     have written or others have changed. False where nothing has to refuse fragments
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
    Optional<LogRate> log,
    Optional<Instant> openUntil,
    boolean opens,
    boolean wholeOnly) {
  /** The last second that fits a kernel's clock of 64-bit nanoseconds, in the year 2262. */
  private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000L;

  public FilterRule {
    if (hooks.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("rule " + name + " judges nothing");
    }
    hooks = Collections.unmodifiableSet(EnumSet.copyOf(hooks));
    interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
    if (otherwise.isEmpty() != peers instanceof Peers.Any) {
      throw new IllegalArgumentException("rule " + name + " is not complete");
    }
    openUntil.ifPresent(time -> requireOpenable(name, otherwise, time));
    wholeOnly =
        wholeOnly
            && refuses(otherwise)
            && judgesIp6(servers)
            && hooks.stream().anyMatch(FilterRule::passesFragments);
  }

  /** A rule that only restricts, and judges packets however they come. */
  public FilterRule(
      String name,
      Set<Hook> hooks,
      SortedSet<String> interfaces,
      Optional<AddressSet> servers,
      int port,
      Peers peers,
      Optional<Verdict> otherwise,
      Rule.Running running,
      Optional<LogRate> log,
      Optional<Instant> openUntil) {
    this(
        name,
        hooks,
        interfaces,
        servers,
        port,
        peers,
        otherwise,
        running,
        log,
        openUntil,
        false,
        false);
  }

  private static void requireOpenable(String name, Optional<Verdict> otherwise, Instant time) {
    if (!refuses(otherwise)) {
      throw new IllegalArgumentException("rule " + name + " refuses nobody, so it cannot be open");
    }
    if (!isClosingTime(time)) {
      throw new IllegalArgumentException("rule " + name + " cannot be open until " + time);
    }
  }

  /** Whether a rule can be open until then: a whole second that every target can tell. */
  public static boolean isClosingTime(Instant time) {
    return time.getNano() == 0 && time.getEpochSecond() > 0 && time.getEpochSecond() <= LAST_SECOND;
  }

  /** Linux names it so in every network namespace. */
  public static final String LOOPBACK = "lo";

  /** Whether this rule has an opinion on the packet. */
  public boolean covers(Packet packet) {
    return hooks.contains(packet.hook())
        && port == packet.port()
        && coversInterface(packet.inInterface())
        && servers.map(set -> set.contains(packet.server())).orElse(true)
        && (packet.opening() || running == Rule.Running.CUT)
        && !(wholeOnly && packet.fragmented() && isHidden(packet));
  }

  /** Whether fragments of that packet pass a hook before they are put together. */
  private static boolean isHidden(Packet packet) {
    return packet.peer().family() == Family.IP6 && passesFragments(packet.hook());
  }

  /**
   * Whether IPv6 fragments can pass this hook: Linux puts those for itself together behind the hook
   * input, and fragments within fragments at their destination. What leaves the host is cut behind
   * the hook output.
   */
  private static boolean passesFragments(Hook hook) {
    return switch (hook) {
      case INPUT, FORWARD -> true;
      case OUTPUT -> false;
    };
  }

  private static boolean refuses(Optional<Verdict> otherwise) {
    return otherwise.filter(Verdict::refuses).isPresent();
  }

  private static boolean judgesIp6(Optional<AddressSet> servers) {
    return servers.map(set -> !set.only(Family.IP6).isEmpty()).orElse(true);
  }

  /**
   * Whether a target that meets fragments at this hook must refuse those of peers that are not
   * accepted, where they hide the port. Never for rules that refuse no peer.
   */
  public boolean refusesFragments(Hook hook) {
    return hooks.contains(hook)
        && passesFragments(hook)
        && refuses(otherwise)
        && judgesIp6(servers)
        && !wholeOnly;
  }

  /** Whether packets that came in by this interface are covered; the loopback never is. */
  public boolean coversInterface(String name) {
    return !name.equals(LOOPBACK) && (interfaces.isEmpty() || interfaces.contains(name));
  }

  /**
   * What becomes of a covered packet of this peer in the long run: a rule that is open for a while
   * is judged as what it will be when that has passed.
   */
  public Judgement judge(Packet packet) {
    return peers.contains(packet.peer()) ? Judgement.ACCEPTED : refusal();
  }

  /** What becomes of a covered packet of this peer at a moment. */
  public Judgement judge(Packet packet, Instant at) {
    return peers.contains(packet.peer()) ? Judgement.ACCEPTED : refusal(at);
  }

  /** Whether it lets through at that moment what it is going to refuse. */
  public boolean isOpen(Instant at) {
    return openUntil.filter(at::isBefore).isPresent();
  }

  /** Whether it is open at that moment, and the other is not or closes sooner. */
  public boolean isOpenLonger(FilterRule other, Instant at) {
    Instant closing = other.openUntil.orElse(Instant.MIN);
    return isOpen(at) && openUntil.filter(closing::isBefore).isPresent();
  }

  /** What becomes at a moment of peers that are not accepted. */
  public Judgement refusal(Instant at) {
    return isOpen(at) ? Judgement.OBSERVED : refusal();
  }

  /** What becomes in the long run of peers that are not accepted. */
  public Judgement refusal() {
    return otherwise
        .map(verdict -> verdict.refuses() ? Judgement.REFUSED : Judgement.OBSERVED)
        .orElse(Judgement.ACCEPTED);
  }

  /** The same rule for other peers. */
  public FilterRule withPeers(Peers other) {
    return new FilterRule(
        name,
        hooks,
        interfaces,
        servers,
        port,
        other,
        otherwise,
        running,
        log,
        openUntil,
        opens,
        wholeOnly);
  }

  /** Returns a copy that also accepts the peers of another rule. */
  public FilterRule admitting(FilterRule other) {
    return peers instanceof Peers.Only && other.peers instanceof Peers.Only
        ? withPeers(new Peers.Only(peers.asSet().union(other.peers.asSet())))
        : this;
  }

  /** The same rule with another verdict for the rest; one that refuses nobody is not open. */
  public FilterRule withOtherwise(Verdict verdict) {
    return new FilterRule(
        name,
        hooks,
        interfaces,
        servers,
        port,
        peers,
        Optional.of(verdict),
        running,
        log,
        openUntil.filter(time -> verdict.refuses()),
        opens,
        wholeOnly);
  }

  /**
   * The same rule, open until that time, or closed.
   *
   * @throws IllegalArgumentException for a rule that refuses nobody, or for no {@link
   *     #isClosingTime}
   */
  public FilterRule withOpenUntil(Optional<Instant> time) {
    return new FilterRule(
        name,
        hooks,
        interfaces,
        servers,
        port,
        peers,
        otherwise,
        running,
        log,
        time,
        opens,
        wholeOnly);
  }

  /** Returns a copy that opens, or that only restricts. */
  public FilterRule withOpens(boolean value) {
    return new FilterRule(
        name,
        hooks,
        interfaces,
        servers,
        port,
        peers,
        otherwise,
        running,
        log,
        openUntil,
        value,
        wholeOnly);
  }

  /** The same rule, judging only packets that come whole, or all. */
  public FilterRule withWholeOnly(boolean only) {
    return new FilterRule(
        name,
        hooks,
        interfaces,
        servers,
        port,
        peers,
        otherwise,
        running,
        log,
        openUntil,
        opens,
        only);
  }

  /** Whether both judge alike but for the peers they accept. */
  public boolean sameFrame(FilterRule other) {
    return withPeers(other.peers).equals(other);
  }
}
