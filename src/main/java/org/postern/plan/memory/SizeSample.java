package org.postern.plan.memory;

import java.time.Instant;

/**
 * How many members a set had in force; guards compare with those of the last days.
 *
 * @param set the set's name
 * @param kind the kind of the members
 * @param at when
 * @param entries the number of entries as published, before aggregation
 * @param grown the size as far as it came by growth: it follows {@code entries} down at once, and
 *     up only by entries that were not in force before
 */
public record SizeSample(String set, MemberKind kind, Instant at, int entries, int grown) {
  /** Returns a copy at another time. */
  public SizeSample at(Instant time) {
    return new SizeSample(set, kind, time, entries, grown);
  }
}
