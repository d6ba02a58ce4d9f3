package org.postern.host.log;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;

/**
 * One connection that came in, as a log tells it.
 *
 * @param peer who connected
 * @param port the port that was dialled, where the log tells it
 * @param at when, where the log tells it
 */
public record Arrival(Address peer, Optional<Integer> port, Optional<Instant> at) {}
