package org.postern.host.log.line;

import java.util.Optional;
import org.postern.address.Address;

/**
 * The facts of a log in favour of a peer, beside its connections.
 *
 * @param port the port that was dialled, where the log tells it
 * @param name the peer's name in the DNS, which the mail server looked up and found to lead back to
 *     the address; empty where it told none
 * @param messages the number of messages that the mail server accepted from it
 */
public record Credit(Address peer, Optional<Integer> port, String name, long messages) {}
