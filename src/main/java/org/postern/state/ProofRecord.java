package org.postern.state;

import java.time.Instant;

/**
 * What was proven of a target, and how it can be told that nothing has moved since.
 *
 * @param target its name
 * @param generation that it was proven to hold, of which the ruleset is taken
 * @param digest of that generation
 * @param precondition the target's own mark of what it held, as in an observation
 * @param at when it was proven
 */
public record ProofRecord(
    String target, int generation, String digest, String precondition, Instant at) {}
