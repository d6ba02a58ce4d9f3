package org.postern.daemon.control;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The connections of one class of clients: a bounded number in all, and of each user. Where none is
 * free, the connection that has waited longest makes room: of the same user where he has all of
 * his, one that waits for its client; else of the user who has the most, one that waits for its
 * client or for its turn.
 */
public final class Places {
  private final int most;
  private final int mostOfUser;
  private final Set<Holder> taken = new HashSet<>();

  Places(int most, int mostOfUser) {
    this.most = most;
    this.mostOfUser = mostOfUser;
  }

  /** A connection. */
  interface Holder {
    long uid();

    /** Tells whether it waits for its client. */
    boolean isIdle();

    /** Tells whether it is at work: it waits neither for its client nor for its turn. */
    boolean isAtWork();

    /** Returns the value of {@link System#nanoTime} since when it waits for either. */
    long waitsSince();

    /** Ends the connection, soon. */
    void end();
  }

  /** The fate of a client that wants a place. */
  public enum Admitted {
    /** The client has a place. */
    FREELY,
    /** The client has the place of a connection that waited, and is ended by this. */
    INSTEAD,
    /** All connections are at work. */
    REFUSED
  }

  /** Gives a connection a place, or not. */
  synchronized Admitted admit(Holder connection) {
    long user = connection.uid();
    boolean isUserFull = taken.stream().filter(one -> one.uid() == user).count() >= mostOfUser;
    if (!isUserFull && taken.size() < most) {
      taken.add(connection);
      return Admitted.FREELY;
    }
    Optional<Holder> waiting =
        isUserFull ? longest(user, Holder::isIdle) : longest(one -> !one.isAtWork());
    if (waiting.isEmpty()) {
      return Admitted.REFUSED;
    }
    taken.remove(waiting.get());
    taken.add(connection);
    waiting.get().end();
    return Admitted.INSTEAD;
  }

  private Optional<Holder> longest(long user, Predicate<Holder> which) {
    return taken.stream()
        .filter(one -> one.uid() == user)
        .filter(which)
        .min(Comparator.comparingLong(Holder::waitsSince));
  }

  /** Returns the holder that waits longest, of the user who has most places of these holders. */
  private Optional<Holder> longest(Predicate<Holder> which) {
    Map<Long, Long> numbers =
        taken.stream().collect(Collectors.groupingBy(Holder::uid, Collectors.counting()));
    return taken.stream()
        .filter(which)
        .map(Holder::uid)
        .max(Comparator.comparing(numbers::get))
        .flatMap(user -> longest(user, which));
  }

  synchronized void leave(Holder connection) {
    taken.remove(connection);
  }
}
