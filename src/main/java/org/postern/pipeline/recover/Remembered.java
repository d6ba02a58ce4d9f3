package org.postern.pipeline.recover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.pipeline.Accepted;
import org.postern.pipeline.DomainAsker;
import org.postern.pipeline.InForce;
import org.postern.pipeline.Prepared;
import org.postern.pipeline.run.Restoration;
import org.postern.plan.EffectiveDomains;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EntryState;
import org.postern.plan.Meaning;
import org.postern.plan.Settled;
import org.postern.plan.guard.Settlement;
import org.postern.plan.memory.GuardMemory;
import org.postern.plan.pass.Planner;
import org.postern.policy.EntryBounds;
import org.postern.policy.Policy;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.source.LastGood;
import org.postern.source.Resolution;
import org.postern.source.ResolvedSets;

/**
 * The state in force with the policy that it comes from, told from the state alone: no source is
 * asked, and what each last said stands for what it says.
 */
public final class Remembered {
  private final InForce inForce;
  private final Accepted accepted;
  private final Instant now;

  private Remembered(InForce inForce, Accepted accepted, Instant now) {
    this.inForce = inForce;
    this.accepted = accepted;
    this.now = now;
  }

  /**
   * Tells the state in force.
   *
   * @param report receives what is wrong with a policy that was accepted by another version of ours
   * @return empty when nothing is in force, or when the report says why it cannot be told
   */
  public static Optional<Prepared> of(
      Restoration restoration, InForce inForce, Instant now, Report report) {
    return restoration
        .accepted(inForce, report)
        .map(accepted -> new Remembered(inForce, accepted, now).prepared());
  }

  private Prepared prepared() {
    Policy policy = accepted.policy();
    GuardMemory memory = inForce.recall().memory().guards();
    Settled settled = settled(memory);
    return new Prepared(
        policy,
        accepted.contents().lock(),
        Map.of(),
        new ResolvedSets(
            now, memory.lastGood().stream().flatMap(one -> resolution(one).stream()).toList()),
        inForce.recall().memory(),
        inForce.recall().orders(),
        new Meaning(
            settled,
            Planner.plan(policy, settled).sets(),
            accepted.contents().ruleset(),
            List.of()),
        inForce.recall().notes());
  }

  private Settled settled(GuardMemory memory) {
    List<EffectiveEntries> entries = new ArrayList<>();
    for (SetDefinition set : accepted.policy().sets()) {
      for (LastGood good : memory.lastGood()) {
        if (good.key().set().equals(set.name()) && source(good.key()).isPresent()) {
          Duration stay =
              new EntryBounds(set).stay(good.key().source(), isOutside(set, good.key()));
          entries.add(new EffectiveEntries(good, EntryState.FRESH, EntryState.FADING, stay));
        }
      }
    }
    return new Settled(
        entries, memory, List.of(), List.of(), List.of(), List.of(), domains(memory));
  }

  /** Returns what lists last named, and what was seen of MX records. */
  private List<EffectiveDomains> domains(GuardMemory memory) {
    return Settlement.settle(
            accepted.policy().withSets(List.of()),
            new ResolvedSets(now, List.of(), DomainAsker.inForce(inForce.recall().memory())),
            memory)
        .domains();
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
                    good.named().table(),
                    good.at(),
                    good.ttl(),
                    good.via(),
                    good.server(),
                    good.absence()));
  }
}
