package org.postern.daemon.control;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Gives each reader one request at a time, until its answer is read: so he has one in memory. */
final class ReaderTurns {
  private final Map<Long, Semaphore> users = new HashMap<>();

  /** A turn of one user. */
  record Turn(Semaphore user) implements AutoCloseable {
    @Override
    public void close() {
      user.release();
    }
  }

  /**
   * Waits until it is the user's turn.
   *
   * @throws InterruptedException when the thread is to end
   */
  Turn take(long uid) throws InterruptedException {
    Semaphore user = user(uid);
    user.acquire();
    return new Turn(user);
  }

  /** Returns the turn of a user; users without one are forgotten when another comes. */
  private synchronized Semaphore user(long uid) {
    Semaphore user = users.get(uid);
    if (user == null) {
      users.values().removeIf(other -> other.availablePermits() > 0);
      user = new Semaphore(1, true);
      users.put(uid, user);
    }
    return user;
  }
}
