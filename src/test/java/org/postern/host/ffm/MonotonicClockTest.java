package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MonotonicClockTest {
  @Test
  void theMonotonicClockIsThatOfTheKernel() throws ErrnoException {
    long before = System.nanoTime() / 1_000;
    long micros = MonotonicClock.micros();
    long after = System.nanoTime() / 1_000;

    assertTrue(before <= micros && micros <= after, before + " " + micros + " " + after);
  }
}
