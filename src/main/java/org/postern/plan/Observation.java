package org.postern.plan;

import java.util.List;
import java.util.Map;

/**
 * The contents of a target, as they were seen.
 *
 * @param owned the meaning of our part
 * @param layout the target's private physical contents
 * @param precondition a token that changes whenever our part changes; apply checks it
 * @param counters per rule, where the target counts
 * @param fragments packets refused because they hid which rule judges them, since the first rule
 *     came to be that refuses such
 * @param foreign the effects of others' rules on the openings that we judge
 * @param anomalies the contents of our area that no plan of ours would leave there, in words
 * @param proof how it is known that the target holds this
 * @param effects the effects of others on what rules let through, of the ruleset that was asked
 *     about
 * @param byHand the knowledge of a system that a person changes
 */
public record Observation(
    Ruleset owned,
    Layout layout,
    String precondition,
    Map<String, Counters> counters,
    long fragments,
    List<Foreign> foreign,
    List<String> anomalies,
    Proof proof,
    List<Effect> effects,
    ByHand byHand) {
  public Observation {
    effects = List.copyOf(effects);
    counters = Map.copyOf(counters);
    foreign = List.copyOf(foreign);
    anomalies = List.copyOf(anomalies);
  }

  /** Creates the observation of a system that is changed without a person. */
  public Observation(
      Ruleset owned,
      Layout layout,
      String precondition,
      Map<String, Counters> counters,
      long fragments,
      List<Foreign> foreign,
      List<String> anomalies,
      Proof proof,
      List<Effect> effects) {
    this(
        owned,
        layout,
        precondition,
        counters,
        fragments,
        foreign,
        anomalies,
        proof,
        effects,
        ByHand.NONE);
  }

  /** Creates an observation for which it was not asked yet what others leave of it. */
  public Observation(
      Ruleset owned,
      Layout layout,
      String precondition,
      Map<String, Counters> counters,
      List<Foreign> foreign,
      List<String> anomalies,
      Proof proof) {
    this(owned, layout, precondition, counters, 0, foreign, anomalies, proof, List.of());
  }

  /** Returns the observation of a system without anything of ours. */
  public static Observation nothing() {
    return of(Ruleset.empty());
  }

  /** A ruleset as if it were held, for comparing two of them. */
  public static Observation of(Ruleset ruleset) {
    return remembered(ruleset, "");
  }

  /**
   * Returns what an earlier run proved, of which only this much was written down.
   *
   * @param precondition the precondition of the observation that proved it
   */
  public static Observation remembered(Ruleset ruleset, String precondition) {
    return new Observation(
        ruleset, Layout.NOTHING, precondition, Map.of(), List.of(), List.of(), Proof.EXACT);
  }

  /** Returns what the target will hold when a plan from here has been carried out. */
  public Observation leadingTo(Ruleset after, Layout expected) {
    return new Observation(
        after,
        expected,
        "",
        counters,
        fragments,
        foreign,
        List.of(),
        proof.carriedOn(),
        effects,
        byHand);
  }

  /** Returns a copy with the layout and precondition of a later look. */
  public Observation seen(Layout found, String now) {
    return new Observation(
        owned, found, now, counters, fragments, foreign, anomalies, proof, effects, byHand);
  }

  /** Returns a copy with other counters. */
  public Observation counted(Map<String, Counters> now, long fragmentsNow) {
    return new Observation(
        owned, layout, precondition, now, fragmentsNow, foreign, anomalies, proof, effects, byHand);
  }

  /** Returns a copy that means this. */
  public Observation meaning(Ruleset ruleset) {
    return new Observation(
        ruleset,
        layout,
        precondition,
        counters,
        fragments,
        foreign,
        anomalies,
        proof,
        List.of(),
        byHand);
  }

  /** Returns a copy with another proof. */
  public Observation proven(Proof how) {
    return new Observation(
        owned, layout, precondition, counters, fragments, foreign, anomalies, how, effects, byHand);
  }

  /** Returns a copy of a system that a person changes. */
  public Observation byHand(ByHand known) {
    return new Observation(
        owned,
        layout,
        precondition,
        counters,
        fragments,
        foreign,
        anomalies,
        proof,
        effects,
        known);
  }

  /** Returns a copy with what others leave of what rules let through. */
  public Observation leaving(List<Effect> found) {
    return new Observation(
        owned, layout, precondition, counters, fragments, foreign, anomalies, proof, found, byHand);
  }

  /** A target's physical contents: for that target alone to understand. */
  public interface Layout {
    /** The layout of a target that holds nothing of ours. */
    Layout NOTHING = new Layout() {};
  }

  /**
   * The packets that were counted since the rule came to be.
   *
   * @param accepted openings of accepted peers
   * @param refused openings of all others, refused or observed
   */
  public record Counters(long accepted, long refused) {}

  /**
   * A foreign rule's effect on openings that one of our rules covers.
   *
   * @param where the place, as the packet filter names it
   * @param effect the effect in words: "drops by policy", "drops tcp/25"
   */
  public record Foreign(String where, String effect) {}
}
