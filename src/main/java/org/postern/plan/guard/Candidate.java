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
 * @param least how few entries over both families are enough: the policy's bound, or one that was
 *     approved
 * @param family which addresses
 * @param published distinct entries as published
 * @param publishedInSet distinct entries of both families
 * @param limited those of them that may only be so wide
 * @param kept distinct entries in force until now, fading ones included
 * @param firstUse whether nothing of the set was in force until now, in either family
 * @param widest most entries in force within the last days; 0 when there were none
 * @param growth how the set grows
 */
public record Candidate(
    String set,
    GuardSpec spec,
    int least,
    Family family,
    SequencedSet<Interval> published,
    int publishedInSet,
    Collection<Interval> limited,
    SequencedSet<Interval> kept,
    boolean firstUse,
    int widest,
    Growth growth) {}
