package org.postern.daemon;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The connections of one class of clients: a bounded number in all, and of each user. Where none is
 * free, the connection that has waited longest for its client makes room: of the same user where he
 * has all of his, else of the user who has the most.
 */
final class Places {
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

    /** Whether it waits for its client. */
    boolean isIdle();

    /** Since when it does, by {@link System#nanoTime}. */
    long idleSince();

    /** Ends it, soon. */
    void end();
  }

  /** What became of a client that wants a place. */
  enum Admitted {
    /** It has one. */
    FREELY,
    /** It has that of a connection that was idle, and is ended by this. */
    INSTEAD,
    /** All are at work. */
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
    Optional<Holder> idle = isUserFull ? longestIdle(user) : longestIdle();
    if (idle.isEmpty()) {
      return Admitted.REFUSED;
    }
    taken.remove(idle.get());
    taken.add(connection);
    idle.get().end();
    return Admitted.INSTEAD;
  }

  private Optional<Holder> longestIdle(long user) {
    return taken.stream()
        .filter(one -> one.uid() == user && one.isIdle())
        .min(Comparator.comparingLong(Holder::idleSince));
  }

  /** Of the users who have an idle one. */
  private Optional<Holder> longestIdle() {
    Map<Long, Long> numbers =
        taken.stream()
            .collect(Collectors.groupingBy(Holder::uid, Collectors.counting()));
    return taken.stream()
        .filter(Holder::isIdle)
        .map(Holder::uid)
        .max(Comparator.comparing(numbers::get))
        .flatMap(this::longestIdle);
  }

  synchronized void leave(Holder connection) {
    taken.remove(connection);
  }
}
