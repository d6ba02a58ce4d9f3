package org.postern.daemon.control;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The resources of a control socket that clients of one class share, and take from no other class.
 *
 * @param places the places for their connections
 * @param largeRequests the permit by which one large request is in memory at a time
 * @param turns the turns of their users; empty where a user may have several requests answered at a
 *     time
 */
record ClientShare(Places places, Semaphore largeRequests, Optional<ReaderTurns> turns) {
  static ClientShare of(ClientClass clientClass, ControlServer.Limits limits) {
    int ofUser =
        switch (clientClass) {
          case ROOT -> limits.maxConnections();
          case ADMINISTRATOR, READER -> limits.maxOfUser();
        };
    Optional<ReaderTurns> turns =
        switch (clientClass) {
          case ROOT, ADMINISTRATOR -> Optional.empty();
          case READER -> Optional.of(new ReaderTurns());
        };
    return new ClientShare(
        new Places(limits.maxConnections(), ofUser), new Semaphore(1, true), turns);
  }
}
