package org.postern.daemon.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.postern.daemon.journal.Journal;
import org.postern.daemon.journal.JournalEntry;
import org.postern.daemon.journal.Priority;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.UnixConnection;
import org.postern.host.ffm.UnixListener;

/**
 * Answers on a control socket: one JSON object a line in, one out, any number in turn. An answer
 * with a member {@code error} says what went wrong. Each client has a thread, and there is a
 * bounded number of them for each class of clients and for each user. Where all are taken, one that
 * waits for its client is ended; where all are at work, the new client reads {@code
 * {"error":"busy"}} and the end.
 *
 * <p>A client that is idle, that sends or reads too slowly or sends too much is hung up on. Readers
 * are answered in turns ({@link ReaderTurns}).
 */
public final class ControlServer implements AutoCloseable {
  private static final String ACCEPT_FAILED = "2290aad1f2e11deb77ada27c951bb490";

  /** The pause before the next try when the process or the machine has no descriptors left. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** The stack in bytes that handlers need; only the pages of it that were used take memory. */
  private static final int STACK = 512 << 10;

  /** A client that is not known yet is not waited for. */
  private static final Duration REFUSAL = Duration.ofMillis(10);

  /**
   * The pause before the next client after a reader for whom no place was left: so a user who
   * connects without end takes no processor from the loop.
   */
  private static final Duration SLOWER = Duration.ofMillis(1);

  /** How long a close waits for answers under way. */
  private static final Duration SHUTDOWN = Duration.ofMillis(800);

  private final UnixListener listener;
  private final Access access;
  private final Classes classes;
  private final Limits limits;
  private final Answers answers;
  private final Journal journal;
  private final ThreadFactory threads;
  private final Map<ClientClass, ClientShare> shares = new EnumMap<>(ClientClass.class);
  private final Map<ControlSession, Thread> sessions = new ConcurrentHashMap<>();
  private volatile boolean closing;

  private ControlServer(
      UnixListener listener,
      Access access,
      Classes classes,
      Limits limits,
      Handler handler,
      Journal journal) {
    this.listener = listener;
    this.access = access;
    this.classes = classes;
    this.limits = limits;
    this.answers = new Answers(handler, journal);
    this.journal = journal;
    for (ClientClass each : ClientClass.values()) {
      shares.put(each, ClientShare.of(each, limits));
    }
    String name = "control-" + access.name().toLowerCase(Locale.ROOT) + "-";
    this.threads = Thread.ofPlatform().daemon().stackSize(STACK).name(name, 0).factory();
  }

  /** The daemon's side of a conversation. */
  public interface Handler {
    /**
     * Answers a request, from any of several threads at once. What it throws is a bug: the client
     * is told that there was one, and the journal which. A close does not interrupt it.
     */
    Map<String, Object> answer(Map<String, Object> request, Caller caller);
  }

  /** Tells the class of a client. */
  public interface Classes {
    ClientClass of(Access access, UnixConnection.Peer peer);
  }

  /**
   * The limits on what clients may take.
   *
   * @param maxConnections how many clients of one class there are at once
   * @param maxOfUser how many of them are of one user other than root
   * @param maxRequestBytes the most bytes of a request, without its line feed
   * @param readDeadline the time from the first byte of a request to its last
   * @param idleDeadline the time from an answer, or the beginning, to the first byte of a request
   * @param writeDeadline the time from the first byte of an answer to its last
   */
  public record Limits(
      int maxConnections,
      int maxOfUser,
      int maxRequestBytes,
      Duration readDeadline,
      Duration idleDeadline,
      Duration writeDeadline) {
    private static final int CONNECTIONS = 16;
    private static final int OF_USER = 4;
    private static final int QUESTION = 64 << 10;
    private static final int POLICY = 20 << 20;

    /**
     * The part of the heap for one request: its text, characters and strings are in memory together
     * for a moment.
     */
    private static final int SHARE_OF_HEAP = 8;

    /**
     * A policy with all it includes fits through a socket that changes, unless the heap is so small
     * that it would not fit there.
     */
    public static Limits of(Access access) {
      Duration deadline = Duration.ofSeconds(10);
      Duration idle = Duration.ofSeconds(30);
      int bytes =
          switch (access) {
            case READ -> QUESTION;
            case CHANGE -> (int) Math.min(POLICY, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
          };
      return new Limits(CONNECTIONS, OF_USER, bytes, deadline, idle, deadline);
    }
  }

  /** Begins to serve; the listener is closed with the server. */
  public static ControlServer start(
      UnixListener listener,
      Access access,
      Classes classes,
      Limits limits,
      Handler handler,
      Journal journal) {
    ControlServer server = new ControlServer(listener, access, classes, limits, handler, journal);
    server.threads.newThread(server::accept).start();
    return server;
  }

  /** Accepts clients, whatever happens: this thread is the only way in. */
  private void accept() {
    boolean failed = false;
    while (!closing) {
      try {
        Optional<UnixConnection> client = listener.accept();
        if (client.isPresent()) {
          admit(client.get());
        }
        failed = false;
      } catch (ErrnoException | RuntimeException | Error e) {
        if (!failed) {
          report(e);
        }
        failed = true;
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void report(Throwable failure) {
    try {
      String message = "no client of a control socket comes in: " + failure;
      journal.write(new JournalEntry(Priority.ERROR, ACCEPT_FAILED, message, Map.of()));
    } catch (RuntimeException | Error e) {
      return; // without descriptors not even a class can be loaded
    }
  }

  private void admit(UnixConnection client) throws ErrnoException {
    ClientClass clientClass = classes.of(access, client.peer());
    Caller caller = new Caller(access, clientClass, client.peer());
    ClientShare share = Objects.requireNonNull(shares.get(clientClass));
    ControlSession session = new ControlSession(client, caller, limits, answers, share);
    Places.Admitted admitted = share.places().admit(session);
    switch (admitted) {
      case FREELY, INSTEAD -> begin(session, client);
      case REFUSED -> refuse(client);
    }
    if (admitted != Places.Admitted.FREELY && clientClass == ClientClass.READER) {
      LockSupport.parkNanos(SLOWER.toNanos());
    }
  }

  private void begin(ControlSession session, UnixConnection client) throws ErrnoException {
    Thread thread = threads.newThread(() -> serve(session));
    sessions.put(session, thread);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // the system has no thread for us; the heap is all right
      leave(session);
      refuse(client);
      throw e;
    }
    if (closing) {
      session.end();
    }
  }

  private void serve(ControlSession session) {
    try {
      session.run();
    } finally {
      leave(session);
    }
  }

  private void leave(ControlSession session) {
    sessions.remove(session);
    session.leave();
  }

  private static void refuse(UnixConnection client) throws ErrnoException {
    try (client) {
      client.write(Answers.error(Answers.BUSY).getBytes(StandardCharsets.UTF_8), REFUSAL);
    } catch (ErrnoException e) {
      return; // gone already
    }
  }

  /**
   * Refuses new clients and ends the others within a second. Who is being answered loses the
   * answer; the handler goes on by itself.
   */
  @Override
  public void close() throws IOException {
    if (closing) {
      return;
    }
    closing = true;
    try {
      listener.close();
    } finally {
      sessions.keySet().forEach(ControlSession::end);
      join(System.nanoTime() + SHUTDOWN.toNanos());
    }
  }

  private void join(long deadline) {
    try {
      for (Thread thread : sessions.values()) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (!thread.equals(Thread.currentThread()) && left.isPositive()) {
          thread.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
