package org.postern.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The collector runs once after a piece of work, and never while nothing was left. */
class LeftoversTest {
  private static final long MEGABYTE = 1L << 20;
  private static final long SECOND = 1_000_000_000L;

  private long used;
  private int collections;
  private long now;
  private final Leftovers leftovers = new Leftovers(() -> used, this::collect);

  private void collect() {
    collections++;
    used = 30 * MEGABYTE;
  }

  /** A quarter of a second later, so much is taken. */
  private void look(long megabytes) {
    used = megabytes * MEGABYTE;
    now += SECOND / 4;
    leftovers.look(now);
  }

  private void settle() {
    for (int i = 0; i < 8; i++) {
      look(used / MEGABYTE);
    }
  }

  @Test
  void afterWorkItIsGivenBackOnce() {
    look(30);
    settle();
    int first = collections;
    look(120);
    look(200);
    assertEquals(first, collections, "while it works nothing is collected");
    settle();
    assertEquals(first + 1, collections);
    settle();
    assertEquals(first + 1, collections);
  }

  @Test
  void whatASlowTrickleLeavesIsGivenBackToo() {
    look(30);
    settle();
    int first = collections;
    for (int i = 0; i < 29; i++) {
      look(used / MEGABYTE + 1);
    }
    settle();
    assertEquals(first + 2, collections);
  }

  @Test
  void anIdleDaemonCollectsNothing() {
    look(30);
    settle();
    int first = collections;
    for (int i = 0; i < 1_000; i++) {
      look(30 + i % 8);
    }
    assertEquals(first, collections);
  }
}
