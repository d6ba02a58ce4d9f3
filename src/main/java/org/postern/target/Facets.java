package org.postern.target;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.ByHand;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.SeenPeer;

/**
 * The abilities of a target beside its four verbs, as one value.
 *
 * @param changeToken tells cheaply whether anything has moved; empty where only an observation does
 * @param lookEvery how old counters may be, and the knowledge that all is well, while nothing is
 *     known to have moved: the dearer a look, the longer
 * @param refusedPeers present for a target whose capabilities say that it remembers peers, and for
 *     no other
 * @param recentWriters empty where that is not known
 * @param effects empty for a system without rules of others
 * @param hook present for a system whose own configuration has to name what we write
 * @param selfProof present for a system that has to be told what was written, and answers what it
 *     holds
 * @param attesting present for a system that a person changes
 */
public record Facets(
    Optional<ChangeToken> changeToken,
    Duration lookEvery,
    Optional<RefusedPeers> refusedPeers,
    Optional<RecentWriters> recentWriters,
    Optional<EffectCheck> effects,
    Optional<Hook> hook,
    Optional<SelfProof> selfProof,
    Optional<Attesting> attesting) {
  /** No abilities, with a look twice a minute. */
  public static final Facets NONE =
      new Facets(
          Optional.empty(),
          Duration.ofSeconds(30),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Tells whether anything has moved. */
  @FunctionalInterface
  public interface ChangeToken {
    /**
     * Returns a token that differs from the last one whenever anything may have changed that is
     * ours; cheap enough to be asked several times a second for years.
     */
    String read() throws TargetException;
  }

  /** Tells whom the system refused. */
  @FunctionalInterface
  public interface RefusedPeers {
    /**
     * Returns the peers that rules refused or observed and that the system remembers, each once per
     * rule and domain of recipients, in no order.
     */
    List<SeenPeer> read() throws TargetException;

    /**
     * Returns how often rules refused or observed a peer, where an observation does not count that;
     * none where it does.
     */
    default Map<String, Observation.Counters> counters() throws TargetException {
      return Map.of();
    }
  }

  /** Tells who writes to the system beside us. */
  @FunctionalInterface
  public interface RecentWriters {
    /**
     * Returns who has changed the system's rules since the last call, in words, as far as that is
     * known: a help and no more.
     */
    Optional<String> read() throws TargetException;
  }

  /** Tells what the rules of others leave of ours. */
  @FunctionalInterface
  public interface EffectCheck {
    /**
     * Returns how much the rules of others leave of our rules that promise that peers pass; nothing
     * for rules that the others do not hinder.
     *
     * @param ruleset the rules that the system holds, or is to hold
     */
    List<Effect> of(Ruleset ruleset) throws TargetException;
  }

  /** Tells what the administrator adds to the configuration of the system, once. */
  @FunctionalInterface
  public interface Hook {
    /**
     * Returns the lines for rules that are in force.
     *
     * @throws TargetException when the configuration cannot be read
     */
    HookLines of(Ruleset ruleset) throws TargetException;
  }

  /** Has the system take what was written, and asks it what it holds; by root. */
  @FunctionalInterface
  public interface SelfProof {
    /**
     * Returns where the system answers other than it is meant to, a sentence each; nothing when all
     * is well.
     */
    List<String> run() throws TargetException;
  }

  /** Has a person say that what was asked for is done. */
  @FunctionalInterface
  public interface Attesting {
    /**
     * Keeps that a sheet is carried out: from now on the system holds what it asks for. The sheet
     * that was attested last is so still.
     *
     * @param digest the whole digest of the sheet
     * @param by the person who says so
     * @param at when
     * @throws TargetException for any other sheet than the one that waits, naming that one
     */
    ByHand.Attested attest(String digest, String by, Instant at) throws TargetException;
  }

  /** Returns a copy that tells whether anything has moved. */
  public Facets withChangeToken(ChangeToken token) {
    return new Facets(
        Optional.of(token),
        lookEvery,
        refusedPeers,
        recentWriters,
        effects,
        hook,
        selfProof,
        attesting);
  }

  /** Returns a copy with so much time between looks. */
  public Facets withLookEvery(Duration time) {
    return new Facets(
        changeToken, time, refusedPeers, recentWriters, effects, hook, selfProof, attesting);
  }

  /** Returns a copy that tells whom the system refused. */
  public Facets withRefusedPeers(RefusedPeers peers) {
    return new Facets(
        changeToken,
        lookEvery,
        Optional.of(peers),
        recentWriters,
        effects,
        hook,
        selfProof,
        attesting);
  }

  /** Returns a copy that tells who writes beside us. */
  public Facets withRecentWriters(RecentWriters writers) {
    return new Facets(
        changeToken,
        lookEvery,
        refusedPeers,
        Optional.of(writers),
        effects,
        hook,
        selfProof,
        attesting);
  }

  /** Returns a copy that tells what others leave of rules. */
  public Facets withEffects(EffectCheck check) {
    return new Facets(
        changeToken,
        lookEvery,
        refusedPeers,
        recentWriters,
        Optional.of(check),
        hook,
        selfProof,
        attesting);
  }

  /** Returns a copy that tells what to add to the configuration of the system. */
  public Facets withHook(Hook lines) {
    return new Facets(
        changeToken,
        lookEvery,
        refusedPeers,
        recentWriters,
        effects,
        Optional.of(lines),
        selfProof,
        attesting);
  }

  /** Returns a copy that has the system say what it holds. */
  public Facets withSelfProof(SelfProof proof) {
    return new Facets(
        changeToken,
        lookEvery,
        refusedPeers,
        recentWriters,
        effects,
        hook,
        Optional.of(proof),
        attesting);
  }

  /** Returns a copy by which a person says what is done. */
  public Facets withAttesting(Attesting person) {
    return new Facets(
        changeToken,
        lookEvery,
        refusedPeers,
        recentWriters,
        effects,
        hook,
        selfProof,
        Optional.of(person));
  }
}
