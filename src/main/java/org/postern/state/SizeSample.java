package org.postern.state;

import java.time.Instant;
import org.postern.address.Family;

/**
 * How many entries a set had in force; guards compare with the widest and the narrowest of the last
 * days.
 *
 * @param set the set's name
 * @param family which addresses
 * @param at when
 * @param entries as published, before aggregation
 */
public record SizeSample(String set, Family family, Instant at, int entries) {
  /** The same at another time. */
  SizeSample at(Instant time) {
    return new SizeSample(set, family, time, entries);
  }
}
