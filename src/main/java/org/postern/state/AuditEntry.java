package org.postern.state;

import java.time.Instant;

/**
 * A line of the audit trail.
 *
 * @param at the time of the order
 * @param who the user who did it, as {@code uid 0 (login 1000)}
 * @param what the action in words
 * @param why the reason, as the user said it; empty when he gave none
 * @param digest the digest of what it concerns, empty when it concerns nothing that has one
 */
public record AuditEntry(Instant at, String who, String what, String why, String digest) {}
