package org.postern.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.plan.Meaning;
import org.postern.plan.RulesetTree;
import org.postern.plan.Settled;
import org.postern.plan.SettledEntry;
import org.postern.plan.Standing;
import org.postern.plan.pass.Planner;
import org.postern.policy.Bounds;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.Entry;
import org.postern.source.Resolution;
import org.postern.source.ResolvedSets;
import org.postern.state.Generation;
import org.postern.state.KeptEntry;
import org.postern.state.LastGood;

/**
 * What is in force with the policy that it comes from, told from the state alone: no source is
 * asked, and what each last said stands for what it says.
 */
public final class Remembered {
  private final Restoration.InForce inForce;
  private final Accepted accepted;
  private final Instant now;

  private Remembered(Restoration.InForce inForce, Accepted accepted, Instant now) {
    this.inForce = inForce;
    this.accepted = accepted;
    this.now = now;
  }

  /**
   * Tells it.
   *
   * @param report what is wrong with a policy that was accepted by another version of ours
   * @return empty when nothing is in force, or when the report says why it cannot be told
   */
  public static Optional<Prepared> of(Parts parts, Restoration.InForce inForce, Report report) {
    return new Restoration(parts)
        .accepted(inForce, report)
        .map(accepted -> new Remembered(inForce, accepted, parts.clock().instant()).prepared());
  }

  private Prepared prepared() {
    Policy policy = accepted.policy();
    Generation generation = accepted.generation();
    List<LastGood> lastGood = lastGood();
    Settled settled = settled(lastGood);
    return new Prepared(
        policy,
        generation.lock(),
        Map.of(),
        new ResolvedSets(now, lastGood.stream().flatMap(one -> resolution(one).stream()).toList()),
        inForce.recall().memory(),
        inForce.recall().orders(),
        new Meaning(
            settled,
            Planner.plan(policy, settled).sets(),
            RulesetTree.read(generation.ruleset()),
            List.of()),
        inForce.recall().notes());
  }

  /** A pinned generation stays with what it had; else the memory is newer. */
  private List<LastGood> lastGood() {
    boolean pinned = inForce.recall().orders().pin().isPresent();
    return pinned || inForce.recall().memory().lastGood().isEmpty()
        ? accepted.generation().lastGood()
        : inForce.recall().memory().lastGood();
  }

  private Settled settled(List<LastGood> lastGood) {
    List<SettledEntry> entries = new ArrayList<>();
    for (SetDefinition set : accepted.policy().sets()) {
      for (LastGood good : lastGood) {
        if (good.key().set().equals(set.name()) && source(good.key()).isPresent()) {
          good.entries().forEach(entry -> entries.add(settled(set, good.key(), entry)));
        }
      }
    }
    return new Settled(
        entries,
        lastGood,
        inForce.recall().memory().samples(),
        inForce.recall().memory().held(),
        inForce.recall().memory().approvals(),
        List.of(),
        List.of(),
        List.of());
  }

  private static SettledEntry settled(SetDefinition set, LastGood.Key key, KeptEntry entry) {
    Duration stay = new Bounds(set).stay(key.source(), isOutside(set, key));
    Optional<Instant> until = entry.missingSince().map(at -> at.plus(stay));
    return new SettledEntry(
        key, entry, until.isPresent() ? Standing.FADING : Standing.FRESH, until);
  }

  private static boolean isOutside(SetDefinition set, LastGood.Key key) {
    return set.source(key.source()).filter(SourceSpec::outside).isPresent();
  }

  private Optional<SourceSpec> source(LastGood.Key key) {
    return accepted.policy().set(key.set()).stream()
        .flatMap(set -> set.sources().stream())
        .filter(source -> source.id().equals(key.source()))
        .findFirst();
  }

  private Optional<Resolution> resolution(LastGood good) {
    return source(good.key())
        .map(
            source ->
                new Resolution.Fresh(
                    good.key(),
                    source.outside(),
                    good.entries().stream()
                        .filter(entry -> entry.missingSince().isEmpty())
                        .map(entry -> new Entry(entry.interval(), entry.label(), entry.line()))
                        .toList(),
                    good.at(),
                    good.ttl(),
                    good.via(),
                    good.server(),
                    good.absence()));
  }
}
