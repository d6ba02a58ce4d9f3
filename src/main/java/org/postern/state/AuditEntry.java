package org.postern.state;

import java.time.Instant;

/**
 * One line of the audit trail.
 *
 * @param at when
 * @param who did it, as {@code uid 0 (login 1000)}
 * @param what was done, in words
 * @param why, as he said; empty when he did not
 * @param digest of what it concerns, empty when it concerns nothing that has one
 */
public record AuditEntry(Instant at, String who, String what, String why, String digest) {}
