package org.postern.target.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.plan.Effect;
import org.postern.plan.SeenPeer;
import org.postern.plan.ToyWorld;

class HiddenSendersTest {
  private static SeenPeer seen(String peer, long recipients) {
    return new SeenPeer("mta", ToyWorld.address(peer), Duration.ofMinutes(1), recipients);
  }

  @Test
  void oneInnerHostInPlaceOfAllStrangersIsFound() {
    Effect effect =
        HiddenSenders.in(List.of(seen("172.22.1.1", 12), seen("172.22.1.1", 8))).orElseThrow();
    assertEquals(Effect.Kind.PART, effect.kind());
    assertEquals("mta", effect.rule());
    assertTrue(effect.sentence().contains("172.22.1.1"), effect::sentence);
    assertTrue(HiddenSenders.in(List.of(seen("fd00::1", 20))).isPresent());
  }

  @Test
  void othersAreNot() {
    assertEquals(Optional.empty(), HiddenSenders.in(List.of()));
    assertEquals(Optional.empty(), HiddenSenders.in(List.of(seen("172.22.1.1", 19))));
    assertEquals(Optional.empty(), HiddenSenders.in(List.of(seen("8.8.8.8", 900))));
    assertEquals(
        Optional.empty(),
        HiddenSenders.in(List.of(seen("172.22.1.1", 900), seen("172.22.1.2", 1))));
  }
}
