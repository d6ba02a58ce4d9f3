package org.postern.plan;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.policy.Hook;
import org.postern.policy.LogRate;
import org.postern.policy.Refusal;

/**
 * A rule with its sets filled in: what it judges, which peers it accepts, and what happens to the
 * rest.
 *
 * @param name the policy's name for it
 * @param scope the attempts that it judges
 * @param peers the peers that it accepts
 * @param otherwise the verdict on the rest; empty exactly when it accepts any
 * @param log how often what is not accepted is logged
 * @param openUntil until that time of the wall clock, a whole second, a rule that refuses does not
 *     do so yet: it counts and remembers the peer, and lets it through. Then the target closes it
 *     by itself, also when nothing of ours runs
 * @param opens whether an accepted peer passes whatever else the target's own filter says after
 *     that; otherwise this rule only restricts
 * @param learns whether peers that are not accepted are told to us, so that those whose name admits
 *     them come to be accepted
 */
public record AccessRule(
    String name,
    Scope scope,
    Peers peers,
    Optional<Refusal> otherwise,
    Optional<LogRate> log,
    Optional<Instant> openUntil,
    boolean opens,
    boolean learns) {
  /** The last second that fits a kernel's clock of 64-bit nanoseconds, in the year 2262. */
  private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000L;

  public AccessRule {
    if (otherwise.isEmpty() != peers instanceof Peers.Any) {
      throw new IllegalArgumentException("rule " + name + " is not complete");
    }
    openUntil.ifPresent(time -> requireOpenable(name, otherwise, time));
    scope = withoutNeedlessMark(scope, otherwise);
  }

  /** A rule that only restricts. */
  public AccessRule(
      String name,
      Scope scope,
      Peers peers,
      Optional<Refusal> otherwise,
      Optional<LogRate> log,
      Optional<Instant> openUntil) {
    this(name, scope, peers, otherwise, log, openUntil, false, false);
  }

  /** A rule that only restricts, is not logged, and accepts these peers alone. */
  public static AccessRule accepting(
      String name, Scope scope, AddressSet peers, Refusal otherwise) {
    return new AccessRule(
        name,
        scope,
        new Peers.Only(peers),
        Optional.of(otherwise),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Returns the scope without its mark for whole packets where nothing has to refuse fragments, so
   * that no difference is seen there.
   */
  private static Scope withoutNeedlessMark(Scope scope, Optional<Refusal> otherwise) {
    return switch (scope) {
      case Scope.Packets packets ->
          packets.withWholeOnly(
              packets.wholeOnly() && refuses(otherwise) && packets.meetsFragments());
      case Scope.Mail mail -> mail;
    };
  }

  private static void requireOpenable(String name, Optional<Refusal> otherwise, Instant time) {
    if (!refuses(otherwise)) {
      throw new IllegalArgumentException("rule " + name + " refuses no peer, so it cannot be open");
    }
    if (!isClosingTime(time)) {
      throw new IllegalArgumentException("rule " + name + " cannot be open until " + time);
    }
  }

  /** Tells whether a rule can be open until then: a whole second that every target can tell. */
  public static boolean isClosingTime(Instant time) {
    return time.getNano() == 0 && time.getEpochSecond() > 0 && time.getEpochSecond() <= LAST_SECOND;
  }

  /**
   * Returns the scope of a rule that judges packets: a packet filter holds no other.
   *
   * @throws IllegalStateException for a rule of mail
   */
  public Scope.Packets packets() {
    return switch (scope) {
      case Scope.Packets packets -> packets;
      case Scope.Mail _ -> throw new IllegalStateException("rule " + name + " judges mail");
    };
  }

  /**
   * Returns the scope of a rule that judges mail: a mail server holds no other.
   *
   * @throws IllegalStateException for a rule of packets
   */
  public Scope.Mail mail() {
    return switch (scope) {
      case Scope.Mail mail -> mail;
      case Scope.Packets _ -> throw new IllegalStateException("rule " + name + " judges packets");
    };
  }

  /** Tells whether it judges packets. */
  public boolean judgesPackets() {
    return scope instanceof Scope.Packets;
  }

  /** Tells whether this rule has an opinion on the attempt; on the loopback no rule ever has. */
  public boolean covers(Attempt attempt) {
    return !SpecialPurpose.LOOPBACK.contains(attempt.peer()) && scope.covers(attempt);
  }

  private static boolean refuses(Optional<Refusal> otherwise) {
    return otherwise.filter(Refusal::refuses).isPresent();
  }

  /** Tells whether it judges nothing but whole packets, see {@link Scope.Packets}. */
  public boolean wholeOnly() {
    return switch (scope) {
      case Scope.Packets packets -> packets.wholeOnly();
      case Scope.Mail _ -> false;
    };
  }

  /**
   * Tells whether a target that meets fragments at this hook must refuse those of peers that are
   * not accepted, where they hide the port. Never for rules that refuse no peer.
   */
  public boolean refusesFragments(Hook hook) {
    return judgesPackets()
        && packets().hooks().contains(hook)
        && Scope.Packets.passesFragments(hook)
        && refuses(otherwise)
        && packets().judgesIp6()
        && !wholeOnly();
  }

  /**
   * Judges a covered attempt of this peer in the long run: a rule that is open for a while is
   * judged as what it will be when that has passed.
   */
  public Judgement judge(Attempt attempt) {
    return accepts(attempt) ? Judgement.ACCEPTED : refusal();
  }

  /** Judges a covered attempt of this peer at a moment. */
  public Judgement judge(Attempt attempt, Instant at) {
    return accepts(attempt) ? Judgement.ACCEPTED : refusal(at);
  }

  private boolean accepts(Attempt attempt) {
    return peers.contains(attempt.peer()) || scope.admits(attempt);
  }

  /** Returns the names by which it accepts clients, as {@link Scope.Mail} has them. */
  public SortedSet<String> names() {
    return switch (scope) {
      case Scope.Packets _ -> Collections.emptySortedSet();
      case Scope.Mail mail -> mail.names();
    };
  }

  /** Tells whether it lets through at that moment what it is going to refuse. */
  public boolean isOpen(Instant at) {
    return openUntil.filter(at::isBefore).isPresent();
  }

  /** Tells whether it is open at that moment, and the other is not or closes sooner. */
  public boolean isOpenLonger(AccessRule other, Instant at) {
    Instant closing = other.openUntil.orElse(Instant.MIN);
    return isOpen(at) && openUntil.filter(closing::isBefore).isPresent();
  }

  /** Returns the judgement at a moment on peers that are not accepted. */
  public Judgement refusal(Instant at) {
    return isOpen(at) ? Judgement.OBSERVED : refusal();
  }

  /** Returns the judgement in the long run on peers that are not accepted. */
  public Judgement refusal() {
    return otherwise
        .map(verdict -> verdict.refuses() ? Judgement.REFUSED : Judgement.OBSERVED)
        .orElse(Judgement.ACCEPTED);
  }

  /** Returns a copy for other peers. */
  public AccessRule withPeers(Peers other) {
    return new AccessRule(name, scope, other, otherwise, log, openUntil, opens, learns);
  }

  /** Returns a copy that also accepts the peers and names of another rule. */
  public AccessRule admitting(AccessRule other) {
    if (peers instanceof Peers.Any || other.peers instanceof Peers.Any) {
      return this;
    }
    SortedSet<String> both = new TreeSet<>(names());
    both.addAll(other.names());
    return withPeers(new Peers.Only(peers.asSet().union(other.peers.asSet()))).withNames(both);
  }

  /** Returns a copy that does not say how often it is logged. */
  public AccessRule withoutLog() {
    return new AccessRule(
        name, scope, peers, otherwise, Optional.empty(), openUntil, opens, learns);
  }

  /** Returns a copy that accepts clients by these names, where it judges mail. */
  public AccessRule withNames(SortedSet<String> names) {
    return switch (scope) {
      case Scope.Packets _ -> this;
      case Scope.Mail mail -> withScope(mail.withNames(names));
    };
  }

  /** Returns a copy with another scope. */
  public AccessRule withScope(Scope other) {
    return new AccessRule(name, other, peers, otherwise, log, openUntil, opens, learns);
  }

  /** Returns a copy with another verdict for the rest; one that refuses no peer is not open. */
  public AccessRule withOtherwise(Refusal verdict) {
    return new AccessRule(
        name,
        scope,
        peers,
        Optional.of(verdict),
        log,
        openUntil.filter(time -> verdict.refuses()),
        opens,
        learns);
  }

  /**
   * Returns a copy that is open until that time, or closed.
   *
   * @throws IllegalArgumentException for a rule that refuses no peer, or for no {@link
   *     #isClosingTime}
   */
  public AccessRule withOpenUntil(Optional<Instant> time) {
    return new AccessRule(name, scope, peers, otherwise, log, time, opens, learns);
  }

  /** Returns a copy that opens, or that only restricts. */
  public AccessRule withOpens(boolean value) {
    return new AccessRule(name, scope, peers, otherwise, log, openUntil, value, learns);
  }

  /** Returns a copy that tells of peers that are not accepted, or does not. */
  public AccessRule withLearns(boolean value) {
    return new AccessRule(name, scope, peers, otherwise, log, openUntil, opens, value);
  }

  /** Returns a copy that judges only packets that come whole, or all. */
  public AccessRule withWholeOnly(boolean only) {
    return withScope(packets().withWholeOnly(only));
  }

  /** Tells whether both judge alike but for the peers they accept. */
  public boolean sameFrame(AccessRule other) {
    return withPeers(other.peers).equals(other);
  }
}
