package org.postern.plan;

import java.time.Instant;
import java.util.Optional;
import org.postern.source.LastGood;
import org.postern.source.RetainedEntry;

/**
 * An entry of a set that is in force, and why: one row of {@link EffectiveEntries}.
 *
 * @param key the family of the source that named it
 * @param entry the entry with its dates
 * @param state the reason why it is in force
 * @param until the time when it will leave, if that is known
 */
public record EffectiveEntry(
    LastGood.Key key, RetainedEntry entry, EntryState state, Optional<Instant> until) {}
