package org.postern.daemon.follow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.PacketLog;
import org.postern.pipeline.Accepted;
import org.postern.state.Generation;

/**
 * Receives the packets of peers that no rule accepts, on a thread of its own. The thread waits in
 * the kernel, and wakes up once a minute when there are no packets.
 */
public final class GateWatch implements AutoCloseable {
  /** How often the thread checks whether it is to end. */
  private static final Duration WAIT = Duration.ofMinutes(1);

  /** The pause before a failed attempt to listen is repeated. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Gate gate;
  private final Consumer<String> trouble;
  private volatile boolean ended;
  private Optional<Generation> followed = Optional.empty();
  private boolean listening;
  private String told = "";

  /**
   * Creates a watch that does not listen yet.
   *
   * @param trouble receives why it cannot listen, on the thread of this watch; a reason equal to
   *     the last one is left out
   */
  public GateWatch(Gate gate, Consumer<String> trouble) {
    this.gate = gate;
    this.trouble = trouble;
  }

  /**
   * Follows the sources of a policy. The thread starts with the first policy that learns addresses
   * by their names, which a policy with a lockfile never does.
   */
  public void follow(Optional<Accepted> next) {
    Optional<Accepted> open = next.filter(one -> one.contents().lock().isEmpty());
    Optional<Generation> generation = open.map(Accepted::generation);
    if (generation.equals(followed)) {
      return;
    }
    followed = generation;
    open.map(Accepted::policy).ifPresentOrElse(gate::follow, gate::stop);
    if (gate.isOpen() && !listening) {
      listening = true;
      Thread.ofPlatform().daemon().name("watching the gate").start(this::run);
    }
  }

  /** Returns what became of the peers whose packets were received; empty where nothing learns. */
  public Optional<LearningTally> tally() {
    return gate.isOpen() ? Optional.of(gate.tally()) : Optional.empty();
  }

  private void run() {
    while (!ended) {
      try (PacketLog log = PacketLog.open()) {
        told = "";
        listen(log);
      } catch (ErrnoException | LinkageError e) {
        String why = "addresses are not learned by their names: " + e.getMessage();
        if (!why.equals(told)) {
          trouble.accept(why);
        }
        told = why;
        pause();
      }
    }
  }

  private void listen(PacketLog log) throws ErrnoException {
    while (!ended) {
      try {
        gate.met(log.sources(WAIT));
      } catch (ErrnoException e) {
        if (e.is(Errno.ENOBUFS)) {
          gate.lost();
        } else if (!e.is(Errno.ETIMEDOUT)) {
          throw e;
        }
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
  }

  /**
   * Ends the thread, when it wakes up next; the kernel closes the socket at the latest when the
   * process ends.
   */
  @Override
  public void close() {
    ended = true;
  }
}
