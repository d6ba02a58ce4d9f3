package org.postern.plan;

import java.time.Instant;
import java.util.Optional;
import org.postern.state.KeptEntry;
import org.postern.state.LastGood;

/**
 * An entry of a set that is in force, and why.
 *
 * @param key the half of the source that named it
 * @param entry the entry with its dates
 * @param standing why it is in force
 * @param until when it will leave, if that is known
 */
public record SettledEntry(
    LastGood.Key key, KeptEntry entry, Standing standing, Optional<Instant> until) {}
