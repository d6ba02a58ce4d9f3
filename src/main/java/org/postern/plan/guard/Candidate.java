package org.postern.plan.guard;

import org.postern.address.Family;
import org.postern.policy.GuardSpec;
import org.postern.source.EntryMerge;
import org.postern.source.EntryTable;

/**
 * A family of a set as its sources publish it, before it comes into force.
 *
 * @param set the set's name
 * @param spec the guards of the policy
 * @param least the smallest number of entries of both families together that is accepted: the
 *     policy's bound, or one that was approved
 * @param family the address family
 * @param published distinct entries as published
 * @param publishedInSet the number of distinct published entries of both families
 * @param limited the published entries whose width is limited
 * @param kept distinct entries in force until now, fading ones included
 * @param change the entries published but not in force until now, and those in force but no longer
 *     published
 * @param firstUse whether nothing of the set was in force until now, in either family
 * @param widest the largest number of entries in force within the last days; 0 when there were none
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
