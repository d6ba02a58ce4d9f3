package org.postern.daemon.status;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.postern.daemon.CountedBypass;
import org.postern.daemon.Status;
import org.postern.daemon.TargetTally;
import org.postern.diagnostic.Visible;
import org.postern.host.RecordTree;
import org.postern.plan.ByHand;
import org.postern.plan.Bypass;
import org.postern.plan.Effect;
import org.postern.plan.Observation;
import org.postern.plan.Proof;

/**
 * The status of a target.
 *
 * @param target the name of the target
 * @param name the name of the target again, under the member that other documents use
 * @param kind the kind of system
 * @param inSync whether it holds what it should
 * @param why not, in words; empty when it does
 * @param proof how that is known
 * @param provenAt the time when it was last known; empty when it never was
 * @param attested the sheet that a person last carried out; empty where none did
 * @param waiting the sheet that a person has yet to carry out; empty where there is none
 * @param tally the counts since the daemon started
 * @param counters the counters of its rules, by name
 * @param fragments packets refused because they hid which rule judges them
 * @param past the connections past the filter; empty where nothing was counted
 * @param strangers peers that its rules refused or observed in the last minute; empty where nothing
 *     looked on for so long
 * @param effects the effects of others on what its rules let through
 */
public record TargetDocument(
    String target,
    String name,
    String kind,
    boolean inSync,
    String why,
    Proof proof,
    Optional<Instant> provenAt,
    Optional<ByHand.Attested> attested,
    Optional<ByHand.Waiting> waiting,
    @RecordTree.Inline TargetTally tally,
    Map<String, Counters> counters,
    long fragments,
    Optional<Past> past,
    OptionalLong strangers,
    List<Remainder> effects) {
  public TargetDocument {
    effects = List.copyOf(effects);
  }

  static TargetDocument of(Status status, Status.TargetStatus target) {
    return new TargetDocument(
        target.name(),
        target.name(),
        status.inForce().prepared().map(one -> one.kind(target.name())).orElse(target.name()),
        target.held(),
        target.why(),
        target.proof(),
        target.provenAt(),
        target.byHand().attested(),
        target.byHand().waiting(),
        target.tally(),
        counters(status, target),
        target.fragments(),
        CountedBypass.of(status, target).map(Past::of),
        target.strangers(),
        target.effects().stream().map(Remainder::of).toList());
  }

  private static Map<String, Counters> counters(Status status, Status.TargetStatus target) {
    Map<String, Counters> counters = new LinkedHashMap<>();
    new TreeMap<>(target.counters())
        .forEach((rule, one) -> counters.put(rule, Counters.of(isOfMail(status, rule), one)));
    return counters;
  }

  private static boolean isOfMail(Status status, String rule) {
    return status
        .inForce()
        .prepared()
        .flatMap(one -> one.wanted().rule(rule))
        .filter(one -> !one.judgesPackets())
        .isPresent();
  }

  /**
   * Returns the attempts that its rules refused or observed, with those that hide from the rules in
   * fragments.
   */
  public long refused() {
    return counters.values().stream().mapToLong(Counters::refused).sum() + fragments;
  }

  /** Returns the attempts that its rules accepted, as far as that is counted. */
  public long accepted() {
    return counters.values().stream().mapToLong(one -> one.accepted().orElse(0)).sum();
  }

  /**
   * The counters of a rule.
   *
   * @param accepted empty for a rule of mail: no log of a mail server tells whom it accepted
   * @param refused the attempts that it refused or observed
   */
  public record Counters(OptionalLong accepted, long refused) {
    private static Counters of(boolean ofMail, Observation.Counters counted) {
      return new Counters(
          ofMail ? OptionalLong.empty() : OptionalLong.of(counted.accepted()), counted.refused());
    }
  }

  /**
   * The connections past the filter at port 25.
   *
   * @param connections the connections from hosts that no rule accepts
   * @param of the number of all connections
   * @param percent the part of all connections, in percent
   * @param since the begin of the count; empty for all since the rules were made
   */
  public record Past(long connections, long of, long percent, Optional<Instant> since) {
    private static Past of(CountedBypass counted) {
      Bypass bypass = counted.bypass();
      return new Past(bypass.past(), bypass.all(), bypass.percent(), counted.since());
    }

    /** Returns the numbers that it is drawn from. */
    public Bypass bypass() {
      return new Bypass(of - connections, connections);
    }
  }

  /**
   * The effect of others on what a rule lets through.
   *
   * @param rule the name of the rule
   * @param effect how much others leave of it
   * @param where the place that decides
   * @param why the reason in words
   * @param remedies lines to run
   */
  public record Remainder(
      String rule, Effect.Kind effect, String where, String why, List<String> remedies) {
    private static Remainder of(Effect effect) {
      return new Remainder(
          effect.rule(),
          effect.kind(),
          Visible.text(effect.where()),
          Visible.text(effect.why()),
          effect.remedies());
    }
  }
}
