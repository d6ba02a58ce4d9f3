package org.postern.state;

import java.time.Instant;

/**
 * Somebody's word that a held change is right.
 *
 * @param digest of the held change
 * @param who gave it
 * @param why, as he said
 * @param at when
 */
public record Approval(String digest, String who, String why, Instant at) {}
