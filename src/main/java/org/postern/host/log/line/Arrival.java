package org.postern.host.log.line;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;

/**
 * A connection that came in, as a log tells it.
 *
 * @param peer the peer that connected
 * @param port the port that was dialled, where the log tells it
 * @param at the time, where the log tells it
 * @param authenticated whether the peer gave a name and a password where no port is told: a client
 *     of a submission service, most likely, and no other mail server
 */
public record Arrival(
    Address peer, Optional<Integer> port, Optional<Instant> at, boolean authenticated) {}
