package org.postern.daemon;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.UnixConnection;

/** One client of a control socket, from its first request to its end. */
final class ControlSession {
  /** What any request may have at any time; larger ones are taken one by one. */
  private static final int SMALL = 64 << 10;

  private final UnixConnection connection;
  private final Caller caller;
  private final ControlServer.Limits limits;
  private final Answers answers;
  private final Semaphore largeRequests;
  private volatile boolean ending;

  ControlSession(
      UnixConnection connection,
      Caller caller,
      ControlServer.Limits limits,
      Answers answers,
      Semaphore largeRequests) {
    this.connection = connection;
    this.caller = caller;
    this.limits = limits;
    this.answers = answers;
    this.largeRequests = largeRequests;
  }

  /**
   * What a client is told.
   *
   * @param isLast whether it is hung up on then
   */
  private record Reply(String line, boolean isLast) {}

  void run() {
    try (connection) {
      while (connection.awaitInput(limits.idleDeadline())) {
        Optional<Reply> reply = next();
        if (reply.isEmpty()) {
          return;
        }
        byte[] line = reply.get().line().getBytes(StandardCharsets.UTF_8);
        connection.write(line, limits.writeDeadline());
        if (reply.get().isLast()) {
          return;
        }
      }
    } catch (ErrnoException e) {
      return; // gone, or does not read: there is nobody to tell
    }
  }

  private Optional<Reply> next() throws ErrnoException {
    try {
      return answer(Math.min(SMALL, limits.maxRequestBytes()));
    } catch (ErrnoException e) {
      boolean mayBeLarge = e.is(Errno.EMSGSIZE) && limits.maxRequestBytes() > SMALL;
      return mayBeLarge ? nextLarge() : Optional.of(refusal(e));
    }
  }

  /** One at a time in the whole server, until it is answered: its text is in memory until then. */
  private Optional<Reply> nextLarge() throws ErrnoException {
    if (!acquire()) {
      return Optional.of(new Reply(Answers.error("busy"), true));
    }
    try {
      return answer(limits.maxRequestBytes());
    } catch (ErrnoException e) {
      return Optional.of(refusal(e));
    } finally {
      largeRequests.release();
    }
  }

  private boolean acquire() {
    try {
      return largeRequests.tryAcquire(limits.readDeadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Reply> answer(int limit) throws ErrnoException {
    Optional<byte[]> request = connection.readLine(limit, limits.readDeadline());
    return ending
        ? Optional.empty()
        : request.map(line -> new Reply(answers.answer(line, caller), false));
  }

  /** What stands in the stream after this cannot be told from the rest of the request. */
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

  /** Lets the client go, from any thread; a request under way gets no answer. */
  void end() {
    ending = true;
    try {
      connection.hangUp();
    } catch (ErrnoException e) {
      return; // gone already
    }
  }
}
