package org.postern.source.dns;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many questions are open at the same time. It begins with what every resolver bears, and grows
 * by a question with each answer, so that it doubles with a round trip (as the congestion window of
 * TCP does, RFC 5681 section 3.1), up to a bound. The first sign that it was too much, a refusal or
 * silence, brings it back for good. Questions that are refused again take places away, since a
 * resolver that others use too may bear fewer; those of a name that is always refused come back.
 *
 * <p>What every resolver bears is below the 150 questions that dnsmasq forwards at a time ({@code
 * dns-forward-max}; it refuses more), and far below the 277 short datagrams that fit the default
 * socket buffer of Linux (212,992 bytes, of which each takes 768). Safe for several threads.
 */
final class Window {
  static final int CALM = 128;

  /** So few questions are no load, and the window gets no narrower. */
  static final int FEW = 16;

  private final int most;
  private final Permits permits;
  private int size;
  private boolean growing = true;
  private int mostOpen;

  Window(int most) {
    this.most = most;
    this.size = Math.min(CALM, most);
    this.permits = new Permits(size);
  }

  /** A semaphore, in turn, of which permits can be taken away. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;

    private Permits(int number) {
      super(number, true);
    }

    private void take(int number) {
      reducePermits(number);
    }
  }

  /** Returns how many questions it lets in at a time now. */
  synchronized int size() {
    return size;
  }

  /** Waits for a place, and tells whether there was one before the deadline. */
  boolean enter(Deadline deadline) throws InterruptedException {
    if (deadline.passed() || !permits.tryAcquire(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    synchronized (this) {
      mostOpen = Math.max(mostOpen, size - permits.availablePermits());
    }
    return true;
  }

  /** Gives the place back, behind an answer perhaps with another one. */
  void leave(boolean answered) {
    synchronized (this) {
      if (answered && growing && size < most && permits.hasQueuedThreads()) {
        size++;
        permits.release();
      }
    }
    permits.release();
  }

  /** Tells whether more questions were ever open than every resolver bears. */
  synchronized boolean wasWide() {
    return mostOpen > CALM;
  }

  /** Tells whether there were ever so many questions open that a resolver may refuse some. */
  synchronized boolean wasBusy() {
    return mostOpen > FEW;
  }

  /** Lets in no more questions than every resolver bears, from now on. */
  synchronized void calm() {
    growing = false;
    if (size > CALM) {
      permits.take(size - CALM);
      size = CALM;
    }
  }

  /**
   * Takes a place away, behind a question that was refused among no more than that; returns whether
   * there was one to take.
   */
  synchronized boolean narrow() {
    growing = false;
    if (size <= FEW) {
      return false;
    }
    permits.take(1);
    size--;
    return true;
  }

  /** Gives places back that were taken for a question which is refused whatever the load is. */
  synchronized void widen(int places) {
    size += places;
    permits.release(places);
  }
}
