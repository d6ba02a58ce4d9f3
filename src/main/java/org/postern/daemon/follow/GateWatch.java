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
 * Listens to the packets of peers that are not accepted, on a thread of its own that waits in the
 * kernel: without packets it costs nothing.
 */
public final class GateWatch implements AutoCloseable {
  /** So often it is seen that it is to end. */
  private static final Duration WAIT = Duration.ofMinutes(1);

  /** What cannot be listened to now may be later. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Gate gate;
  private final Consumer<String> trouble;
  private volatile boolean ended;
  private Optional<Generation> followed = Optional.empty();
  private boolean listening;
  private String told = "";

  /**
   * One that does not listen yet.
   *
   * @param trouble told on its thread why it cannot listen, once
   */
  public GateWatch(Gate gate, Consumer<String> trouble) {
    this.gate = gate;
    this.trouble = trouble;
  }

  /**
   * Follows the sources of a policy; listens from the first one on that learns. What is locked is
   * not learned.
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

  /** What became of peers that knocked; empty where nothing learns. */
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

  /** Its thread sees it when it wakes; the kernel lets its group go with the process. */
  @Override
  public void close() {
    ended = true;
  }
}
