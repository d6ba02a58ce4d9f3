package org.postern.plan.guard;

import java.util.Collection;
import java.util.SequencedSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.policy.GuardSpec;

/**
 * One family of a set as its sources publish it, before it comes into force.
 *
 * @param set the set's name
 * @param spec what the policy allows
 * @param family which addresses
 * @param published distinct entries as published
 * @param publishedInSet distinct entries of both families
 * @param outside those of them that somebody else published
 * @param kept distinct entries in force until now
 * @param firstUse whether nothing of the set was in force until now, in either family
 * @param widest most entries in force within the last days; 0 when there were none
 * @param narrowest fewest entries in force within the last days; 0 when there were none
 */
public record Candidate(
    String set,
    GuardSpec spec,
    Family family,
    SequencedSet<Interval> published,
    int publishedInSet,
    Collection<Interval> outside,
    SequencedSet<Interval> kept,
    boolean firstUse,
    int widest,
    int narrowest) {}
