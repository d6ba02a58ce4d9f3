package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.daemon.follow.Knocks.Knock;
import org.postern.daemon.follow.Knocks.Turn;

/** What a flood of peers costs. */
class KnocksTest {
  private static final int FLOOD = 100_000;

  private final AtomicLong time = new AtomicLong(1);
  private final Knocks knocks = new Knocks(time::get);

  private static Knock peer(int number) {
    byte[] address = {
      10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number,
    };
    return new Knock("filter.example", Address.ofBytes(address));
  }

  /** Peers of different networks. */
  private static Knock network(int number) {
    byte[] address = {(byte) (number >>> 16), (byte) (number >>> 8), (byte) number, 1};
    return new Knock("filter.example", Address.ofBytes(address));
  }

  private void pass(Duration span) {
    time.addAndGet(span.toNanos());
  }

  @Test
  void aPeerIsLookedUpOnceAtATimeAndAgainWhenWhatWasToldIsOver() {
    assertEquals(Turn.LOOK_UP, knocks.turn(peer(1)));
    assertEquals(Turn.KNOWN, knocks.turn(peer(1)));
    knocks.ended(peer(1), Duration.ofSeconds(60));
    assertEquals(Turn.KNOWN, knocks.turn(peer(1)));
    pass(Duration.ofSeconds(61));
    assertEquals(Turn.LOOK_UP, knocks.turn(peer(1)));
    assertEquals(1, knocks.flying());
  }

  @Test
  void whatHoldsForNoTimeIsNotRemembered() {
    assertEquals(Turn.LOOK_UP, knocks.turn(peer(1)));
    knocks.ended(peer(1), Duration.ZERO);
    assertEquals(0, knocks.flying());
    assertEquals(0, knocks.remembered());
  }

  @Test
  void ofAFloodOnlySoManyAreLookedUpAtATime() {
    for (int number = 0; number < FLOOD; number++) {
      Turn turn = knocks.turn(network(number));
      assertEquals(number < Knocks.IN_FLIGHT ? Turn.LOOK_UP : Turn.TOO_MANY, turn);
    }
    assertEquals(Knocks.IN_FLIGHT, knocks.flying());
  }

  @Test
  void ofAFloodOnlySoManyAreRemembered() {
    for (int number = 0; number < FLOOD; number++) {
      assertEquals(Turn.LOOK_UP, knocks.turn(network(number)));
      knocks.ended(network(number), Duration.ofMinutes(10));
    }
    assertEquals(Knocks.REMEMBERED, knocks.remembered());
    assertEquals(Turn.KNOWN, knocks.turn(network(FLOOD - 1)));
    assertEquals(Turn.LOOK_UP, knocks.turn(network(0)), "the oldest is forgotten first");
  }

  @Test
  void oneNetworkDoesNotTakeTheTurnsOfOthers() {
    int lookedUp = 0;
    for (int number = 0; number < 256; number++) {
      if (knocks.turn(peer(number)) == Turn.LOOK_UP) {
        lookedUp++;
        knocks.ended(peer(number), Duration.ofMinutes(10));
      }
    }
    assertEquals(64, lookedUp);
    assertEquals(Turn.LOOK_UP, knocks.turn(peer(256)));
    pass(Duration.ofSeconds(1));
    assertEquals(Turn.LOOK_UP, knocks.turn(peer(255)), "some come back each second");
    assertTrue(knocks.flying() <= 2);
  }
}
