package org.postern.daemon.control;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.UnixConnection;

/** The session of a client of a control socket, from its first request to its end. */
final class ControlSession implements Places.Holder {
  /**
   * How many bytes of a request are read at any time. A longer one needs {@link
   * ClientShare#largeRequests}.
   */
  private static final int SMALL = 64 << 10;

  private final UnixConnection connection;
  private final Caller caller;
  private final ControlServer.Limits limits;
  private final Answers answers;
  private final ClientShare share;
  private Optional<ReaderTurns.Turn> turn = Optional.empty();
  private Optional<Thread> thread = Optional.empty();
  private boolean ending;
  private Doing doing = Doing.READS;
  private long since;

  ControlSession(
      UnixConnection connection,
      Caller caller,
      ControlServer.Limits limits,
      Answers answers,
      ClientShare share) {
    this.connection = connection;
    this.caller = caller;
    this.limits = limits;
    this.answers = answers;
    this.share = share;
    this.since = System.nanoTime();
  }

  /**
   * The answer to a request.
   *
   * @param line the answer, a JSON object and a line feed
   * @param isLast whether the connection ends after it
   */
  private record Reply(String line, boolean isLast) {}

  /** Frees its place among the connections of its class. */
  void leave() {
    share.places().leave(this);
  }

  @Override
  public long uid() {
    return caller.peer().uid();
  }

  /** The states of a session. */
  private enum Doing {
    /** The session waits for a request, or the rest of one. */
    READS,
    /** The session waits for its turn. */
    QUEUES,
    /** The session has its request answered. */
    WORKS,
    /** Waits for its client to read the answer. */
    WRITES
  }

  /** Enters a state; false when the session is to end instead. */
  private synchronized boolean begin(Doing next) {
    doing = next;
    since = System.nanoTime();
    return !ending;
  }

  @Override
  public synchronized boolean isIdle() {
    return doing == Doing.READS || doing == Doing.WRITES;
  }

  @Override
  public synchronized boolean isAtWork() {
    return doing == Doing.WORKS;
  }

  @Override
  public synchronized long waitsSince() {
    return since;
  }

  private synchronized void runOn(Thread current) {
    thread = Optional.of(current);
  }

  void run() {
    runOn(Thread.currentThread());
    try (connection) {
      while (connection.awaitInput(limits.idleDeadline())) {
        Optional<Reply> reply = next();
        if (reply.isEmpty() || !send(reply.get()) || reply.get().isLast()) {
          return;
        }
      }
    } catch (ErrnoException e) {
      return; // the client is gone, or does not read: an error would not reach it
    } finally {
      endTurn();
    }
  }

  private boolean send(Reply reply) throws ErrnoException {
    begin(Doing.WRITES);
    connection.write(reply.line().getBytes(StandardCharsets.UTF_8), limits.writeDeadline());
    endTurn();
    return begin(Doing.READS);
  }

  private void endTurn() {
    turn.ifPresent(ReaderTurns.Turn::close);
    turn = Optional.empty();
  }

  private Optional<Reply> next() throws ErrnoException {
    try {
      return answer(Math.min(SMALL, limits.maxRequestBytes()));
    } catch (ErrnoException e) {
      boolean mayBeLarge = e.is(Errno.EMSGSIZE) && limits.maxRequestBytes() > SMALL;
      return mayBeLarge ? nextLarge() : Optional.of(refusal(e));
    }
  }

  /**
   * Answers a large request: one at a time per class of clients, because its text is in memory
   * until it is answered.
   */
  private Optional<Reply> nextLarge() throws ErrnoException {
    if (!acquire()) {
      return Optional.of(new Reply(Answers.error(Answers.BUSY), true));
    }
    try {
      return answer(limits.maxRequestBytes());
    } catch (ErrnoException e) {
      return Optional.of(refusal(e));
    } finally {
      share.largeRequests().release();
    }
  }

  private boolean acquire() {
    try {
      return share
          .largeRequests()
          .tryAcquire(limits.readDeadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Reply> answer(int limit) throws ErrnoException {
    Optional<byte[]> request = connection.readLine(limit, limits.readDeadline());
    return begin(Doing.QUEUES) && request.isPresent() ? answer(request.get()) : Optional.empty();
  }

  /**
   * Returns the answer; empty when the session was ended while it waited for its turn, or the
   * client is gone: it may have done without us what it asked for, and something else since.
   */
  private Optional<Reply> answer(byte[] request) throws ErrnoException {
    try {
      if (share.turns().isPresent()) {
        turn = Optional.of(share.turns().get().take(uid()));
      }
    } catch (InterruptedException e) {
      return Optional.empty(); // by end()
    }
    return begin(Doing.WORKS) && !connection.isAbandoned()
        ? Optional.of(new Reply(answers.answer(request, caller), false))
        : Optional.empty();
  }

  /**
   * Returns an error after which the connection ends: the rest of this request cannot be told from
   * the next one.
   */
  private Reply refusal(ErrnoException failure) throws ErrnoException {
    if (failure.is(Errno.EMSGSIZE)) {
      String text = "bad request: more than %d bytes".formatted(limits.maxRequestBytes());
      return new Reply(Answers.error(text), true);
    }
    if (failure.is(Errno.ETIMEDOUT)) {
      long millis = limits.readDeadline().toMillis();
      String text = "bad request: not complete after %d ms".formatted(millis);
      return new Reply(Answers.error(text), true);
    }
    throw failure;
  }

  /**
   * Closes the connection; may be called from any thread. A session that waits for its turn is
   * interrupted. One whose request is being answered is not, but its client gets no answer.
   */
  @Override
  public synchronized void end() {
    ending = true;
    if (doing == Doing.QUEUES) {
      thread.ifPresent(Thread::interrupt);
    }
    try {
      connection.hangUp();
    } catch (ErrnoException e) {
      return; // gone already
    }
  }
}
