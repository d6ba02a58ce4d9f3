package org.postern.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.plan.memory.GuardMemory;

/**
 * The memory that one run leaves for the next.
 *
 * @param generation the number of the generation in force, 0 when there is none
 * @param guards the memory of guards: last good answers, sizes, held changes, approvals
 * @param pastFilter ways by which mail was seen to come past the filter
 * @param watched the protected domains, with the time since when their MX records are looked at
 * @param findings the faults that the last look at the sources found
 * @param outlines the generation in force and the one that comes back when it is not confirmed:
 *     each stands in for its own file when that is damaged
 */
public record RunState(
    int generation,
    GuardMemory guards,
    List<PastFilter> pastFilter,
    List<MxWatch> watched,
    Findings findings,
    List<Generation> outlines) {
  public RunState {
    pastFilter = List.copyOf(pastFilter);
    watched = List.copyOf(watched);
    outlines = List.copyOf(outlines);
  }

  /** Returns the state of a host that never ran. */
  public static RunState empty() {
    return new RunState(0, GuardMemory.empty(), List.of(), List.of(), Findings.none(), List.of());
  }

  /** Returns the outline of a generation; empty when there is none. */
  public Optional<Generation> outline(int number) {
    return outlines.stream().filter(one -> one.number() == number).findFirst();
  }

  /** Returns a copy with another generation in force. */
  public RunState withGeneration(int number) {
    return new RunState(number, guards, pastFilter, watched, findings, outlines);
  }

  /** Returns a copy with this generation in force, and with no outline but its own. */
  public RunState withGeneration(Generation inForce) {
    List<Generation> kept = new ArrayList<>(List.of(inForce));
    inForce.confirmation().flatMap(waits -> outline(waits.before())).ifPresent(kept::add);
    return new RunState(inForce.number(), guards, pastFilter, watched, findings, kept);
  }

  /** Returns a copy with this outline in the place of an older one of the same generation. */
  RunState withOutline(Generation newer) {
    return new RunState(
        generation,
        guards,
        pastFilter,
        watched,
        findings,
        outlines.stream().map(one -> one.number() == newer.number() ? newer : one).toList());
  }

  /** Returns a copy with other memories of guards. */
  public RunState withGuards(GuardMemory other) {
    return new RunState(generation, other, pastFilter, watched, findings, outlines);
  }

  /** Returns a copy with other ways past the filter. */
  public RunState withPastFilter(List<PastFilter> ways) {
    return new RunState(generation, guards, ways, watched, findings, outlines);
  }

  /** Returns a copy with other domains that are looked at. */
  public RunState withWatched(List<MxWatch> domains) {
    return new RunState(generation, guards, pastFilter, domains, findings, outlines);
  }

  /** Returns a copy with other findings. */
  public RunState withFindings(Findings found) {
    return new RunState(generation, guards, pastFilter, watched, found, outlines);
  }

  /** Tells whether both differ in nothing but in the generation in force. */
  public boolean hasSameRest(RunState other) {
    return guards.equals(other.guards)
        && pastFilter.equals(other.pastFilter)
        && watched.equals(other.watched)
        && findings.equals(other.findings);
  }

  /**
   * Tells whether it says more than an earlier one than that nothing has changed since a while ago.
   */
  public boolean isNews(RunState earlier) {
    return generation != earlier.generation
        || !pastFilter.equals(earlier.pastFilter)
        || !watched.equals(earlier.watched)
        || !outlines.equals(earlier.outlines)
        || !findings.wordless().equals(earlier.findings.wordless())
        || guards.isNews(earlier.guards);
  }

  /**
   * Returns a copy on a clock that was set: all ages stay what they are.
   *
   * @param by how far it was set forward
   */
  public RunState shifted(Duration by) {
    return new RunState(
        generation,
        guards.shifted(by),
        pastFilter.stream().map(one -> one.seen(one.lastSeen().plus(by))).toList(),
        watched.stream().map(one -> one.shifted(by)).toList(),
        findings.shifted(by),
        outlines.stream().map(one -> one.shifted(by)).toList());
  }

  /**
   * Returns a copy with nothing later than that: written by a clock that was ahead, or read by one
   * that is behind, it would be young for years.
   */
  public RunState notAfter(Instant now) {
    return new RunState(
        generation,
        guards.notAfter(now),
        pastFilter.stream().map(one -> one.notAfter(now)).toList(),
        watched.stream().map(one -> one.notAfter(now)).toList(),
        findings.notAfter(now),
        outlines);
  }
}
