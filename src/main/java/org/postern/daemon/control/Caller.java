package org.postern.daemon.control;

import org.postern.host.ffm.UnixConnection;

/**
 * Who asks.
 *
 * @param access of the socket that he came in by
 * @param clientClass his share of it
 * @param peer as the kernel knows him
 */
public record Caller(Access access, ClientClass clientClass, UnixConnection.Peer peer) {}
