package org.postern.daemon.follow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.postern.address.Address;
import org.postern.policy.Policy;
import org.postern.policy.PtrSource;
import org.postern.source.NameLookup;
import org.postern.source.NameProof;
import org.postern.source.NameProofs;

/**
 * Learns addresses by their names: of a peer that is not accepted the name is looked up, and where
 * it admits the peer, the source is asked at once, so that the packet filter knows the peer before
 * it repeats its packet (RFC 6298 section 2: after one second). For any thread.
 */
public final class Gate {
  /**
   * The shortest time for which it holds that a peer has no such name: its owner may deny for no
   * time at all.
   */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** The longest time for which that holds: a node may get its name after it began to send. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** A peer that is admitted is in the packet filter by then, or something was lost on the way. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  /** The time after which an address of which nothing was learned is looked up again. */
  private static final Duration UNSURE = Duration.ofSeconds(10);

  private final Function<Policy, NameLookup> lookups;
  private final NameProofs proofs;
  private final Consumer<String> learned;
  private final Knocks knocks;
  private Followed followed = Followed.NOTHING;
  private long knocked;
  private long admitted;
  private long refused;
  private long unsure;
  private long remembered;
  private long dropped;
  private long lost;

  /** The sources of a policy that learn. */
  private record Followed(List<PtrSource> sources, Optional<Policy> policy) {
    private static final Followed NOTHING = new Followed(List.of(), Optional.empty());
  }

  /**
   * Creates a gate that follows nothing yet.
   *
   * @param lookups makes what looks names up as a policy says, for a few seconds
   * @param proofs takes what is proven
   * @param learned takes the id of a source that has learned an address
   */
  public Gate(
      Function<Policy, NameLookup> lookups,
      NameProofs proofs,
      Consumer<String> learned,
      LongSupplier nanoTime) {
    this.lookups = lookups;
    this.proofs = proofs;
    this.learned = learned;
    this.knocks = new Knocks(nanoTime);
  }

  /** Has the sources of this policy learn from now on. */
  synchronized void follow(Policy policy) {
    List<PtrSource> sources =
        policy.sets().stream()
            .flatMap(set -> set.sources().stream())
            .filter(PtrSource.class::isInstance)
            .map(PtrSource.class::cast)
            .distinct()
            .toList();
    followed = new Followed(sources, Optional.of(policy));
  }

  /** Has no source learn any more. */
  synchronized void stop() {
    followed = Followed.NOTHING;
  }

  /** Tells whether something learns. */
  synchronized boolean isOpen() {
    return !followed.sources().isEmpty();
  }

  /** Notes peers that knocked and are not accepted. */
  void met(List<Address> peers) {
    peers.forEach(this::met);
  }

  /** The kernel had more packets than were taken. */
  synchronized void lost() {
    lost++;
  }

  private synchronized void met(Address peer) {
    knocked++;
    for (PtrSource source : followed.sources()) {
      if (source.families().contains(peer.family())) {
        met(source, peer);
      }
    }
  }

  private void met(PtrSource source, Address peer) {
    Knocks.Knock knock = new Knocks.Knock(source.name(), peer);
    switch (knocks.turn(knock)) {
      case KNOWN -> remembered++;
      case TOO_MANY -> dropped++;
      case LOOK_UP -> {
        Policy policy = followed.policy().orElseThrow();
        Thread.ofVirtual().name("looking up a name").start(() -> lookUp(source, knock, policy));
      }
    }
  }

  /** The resolvers are read each time: a name server may be another one by now. */
  private void lookUp(PtrSource source, Knocks.Knock knock, Policy policy) {
    if (ended(knock, told(knock, policy), policy)) {
      learned.accept(source.id());
    }
  }

  private NameLookup.Told told(Knocks.Knock knock, Policy policy) {
    NameLookup.Told nothing = new NameLookup.Unknown("it was not looked up");
    try {
      return lookups
          .apply(policy)
          .below(knock.domain(), List.of(knock.peer()))
          .getOrDefault(knock.peer(), nothing);
    } catch (RuntimeException _) {
      return nothing;
    }
  }

  /** Tells whether the peer is admitted. */
  private synchronized boolean ended(Knocks.Knock knock, NameLookup.Told told, Policy policy) {
    return switch (told) {
      case NameLookup.Proven(NameProof proof) -> {
        Duration ttl = policy.resolve().clamped(proof.ttl());
        boolean room = proofs.add(knock.domain(), proof.lasting(ttl));
        knocks.ended(knock, room ? ON_ITS_WAY : LONGEST);
        admitted += room ? 1 : 0;
        dropped += room ? 0 : 1;
        yield room;
      }
      case NameLookup.Refuted(Duration ttl) -> {
        refused++;
        knocks.ended(knock, bounded(ttl));
        yield false;
      }
      case NameLookup.Unknown _ -> {
        unsure++;
        knocks.ended(knock, UNSURE);
        yield false;
      }
    };
  }

  private static Duration bounded(Duration ttl) {
    if (ttl.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
  }

  /** Returns what became of all peers that knocked. */
  synchronized LearningTally tally() {
    return new LearningTally(
        knocked,
        admitted,
        refused,
        unsure,
        remembered,
        dropped,
        lost,
        knocks.flying(),
        knocks.remembered());
  }
}
