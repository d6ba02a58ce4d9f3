package org.postern.host.log.line;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;

/**
 * One connection that came in, as a log tells it.
 *
 * @param peer that connected
 * @param port the port that was dialled, where the log tells it
 * @param at when, where the log tells it
 * @param authenticated whether the peer gave a name and a password where no port is told: a client
 *     of a submission service, most likely, and no other mail server
 */
public record Arrival(
    Address peer, Optional<Integer> port, Optional<Instant> at, boolean authenticated) {}
