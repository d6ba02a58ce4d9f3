package org.postern.plan.guard;

import org.postern.address.Family;
import org.postern.policy.GuardSpec;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;

/**
 * One family of a set as its sources publish it, before it comes into force.
 *
 * @param set the set's name
 * @param spec what the policy allows
 * @param least how few entries over both families are enough: the policy's bound, or one that was
 *     approved
 * @param family which addresses
 * @param published distinct entries as published
 * @param publishedInSet how many distinct entries of both families are published
 * @param limited those published that may only be so wide
 * @param kept distinct entries in force until now, fading ones included
 * @param change what is published and was not in force, and the other way round
 * @param firstUse whether nothing of the set was in force until now, in either family
 * @param widest most entries in force within the last days; 0 when there were none
 * @param growth how the set grows
 */
public record Candidate(
    String set,
    GuardSpec spec,
    int least,
    Family family,
    EntryTable published,
    int publishedInSet,
    EntryTable limited,
    EntryTable kept,
    EntryMerge.Delta change,
    boolean firstUse,
    int widest,
    Growth growth) {}
