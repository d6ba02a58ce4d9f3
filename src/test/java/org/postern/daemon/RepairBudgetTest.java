package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepairBudgetTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final RepairBudget budget = new RepairBudget(NOW);

  @Test
  void fiveAreFreeAndThenThereIsOneInHalfAMinute() {
    assertEquals(5, taken(NOW));
    assertEquals(0, taken(NOW.plusSeconds(29)));
    assertEquals(1, taken(NOW.plusSeconds(30)));
    assertEquals(0, taken(NOW.plusSeconds(59)));
    assertEquals(1, taken(NOW.plusSeconds(61)));
  }

  @Test
  void itIsFoughtUntilAllIsThereAgain() {
    assertFalse(budget.isFought(NOW));
    taken(NOW);
    assertTrue(budget.isSpent(NOW));
    assertTrue(budget.isFought(NOW));
    assertFalse(budget.isSpent(NOW.plusSeconds(30)));
    assertTrue(budget.isFought(NOW.plusSeconds(149)));
    assertFalse(budget.isFought(NOW.plusSeconds(150)));
  }

  @Test
  void whoSleptForAYearHasFive() {
    taken(NOW);
    assertEquals(5, taken(NOW.plusSeconds(31_536_000)));
  }

  @Test
  void aClockThatIsSetBackDoesNotEndTheRepairs() {
    taken(NOW);
    Instant before = NOW.minusSeconds(31_536_000);
    assertEquals(0, taken(before));
    assertEquals(1, taken(before.plusSeconds(30)));
  }

  private int taken(Instant now) {
    int taken = 0;
    while (budget.take(now)) {
      taken++;
    }
    return taken;
  }
}
