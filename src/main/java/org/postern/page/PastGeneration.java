package org.postern.page;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.Interval;
import org.postern.page.html.Words;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.memory.MemberKind;
import org.postern.plan.memory.SizeSample;
import org.postern.source.LastGood;
import org.postern.state.Generation;

/**
 * A generation of which a page tells: without its contents, of which only the sizes stay, so that
 * hundreds of generations can be told of.
 *
 * @param number the number of the generation
 * @param kind the cause of the generation
 * @param at the time when it came to be
 * @param accepted the time when its policy was accepted
 * @param who the user who accepted it
 * @param why the reason; empty when none was given
 * @param digest the digest of policy and ruleset
 * @param outcome how applying it ended
 * @param targets the targets that it was applied to
 * @param prefixes the number of prefixes of all rules together
 * @param sizes the number of entries of each set, as samples of that time
 */
public record PastGeneration(
    int number,
    Generation.Kind kind,
    Instant at,
    Instant accepted,
    String who,
    String why,
    String digest,
    Generation.Outcome outcome,
    List<String> targets,
    int prefixes,
    List<SizeSample> sizes) {
  public PastGeneration {
    targets = List.copyOf(targets);
    sizes = List.copyOf(sizes);
  }

  /** Returns a generation without its contents. */
  public static PastGeneration of(Generation generation, Ruleset ruleset, List<LastGood> answers) {
    return new PastGeneration(
        generation.number(),
        generation.kind(),
        generation.at(),
        generation.accepted(),
        generation.who(),
        generation.why(),
        generation.digest(),
        generation.outcome(),
        generation.targets().stream().map(Generation.TargetUse::name).toList(),
        prefixes(ruleset),
        sizes(generation.at(), answers));
  }

  private static int prefixes(Ruleset ruleset) {
    return ruleset.rules().stream()
        .mapToInt(rule -> rule.peers() instanceof Peers.Only only ? Words.count(only) : 0)
        .sum();
  }

  /**
   * Returns the sizes, counted like the samples of the memory: an entry once, and none that only
   * fades.
   */
  private static List<SizeSample> sizes(Instant at, List<LastGood> answers) {
    Map<SizeSample, Set<Interval>> halves = new LinkedHashMap<>();
    for (LastGood good : answers) {
      SizeSample half =
          new SizeSample(good.key().set(), MemberKind.of(good.key().family()), at, 0, 0);
      Set<Interval> found = halves.computeIfAbsent(half, key -> new HashSet<>());
      found.addAll(good.named().table().intervals());
    }
    return halves.entrySet().stream()
        .map(
            half ->
                new SizeSample(
                    half.getKey().set(),
                    half.getKey().kind(),
                    half.getKey().at(),
                    half.getValue().size(),
                    half.getValue().size()))
        .toList();
  }
}
