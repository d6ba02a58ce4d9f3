package org.postern.daemon.control;

import org.postern.host.ffm.UnixConnection;

/**
 * A client that asks.
 *
 * @param access the purpose of the socket that it came in by
 * @param clientClass the class whose share of the socket it has
 * @param peer the process, as the kernel knows it
 */
public record Caller(Access access, ClientClass clientClass, UnixConnection.Peer peer) {}
