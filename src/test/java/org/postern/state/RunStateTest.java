package org.postern.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.source.LastGood;
import org.postern.source.RetainedEntry;

class RunStateTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final RunState MEMORY = Memories.small(3);

  @Test
  void aClockThatIsSetAndSetBackChangesNothing() {
    Duration by = Duration.ofDays(4_000);
    assertNotEquals(MEMORY, MEMORY.shifted(by));
    assertEquals(MEMORY, MEMORY.shifted(by).shifted(by.negated()));
  }

  @Test
  void everyDateThatCountsAnAgeIsMoved() {
    Duration by = Duration.ofDays(-4_000);
    List<Instant> moved = new ArrayList<>();
    for (Instant date : ages(MEMORY)) {
      moved.add(date.plus(by));
    }
    assertEquals(moved, ages(MEMORY.shifted(by)));
  }

  @Test
  void nothingIsFromATimeThatHasNotCome() {
    Instant now = AT.minus(Duration.ofDays(20_000));
    for (Instant date : ages(MEMORY.notAfter(now))) {
      assertFalse(date.isAfter(now), date::toString);
    }
    assertEquals(MEMORY, MEMORY.notAfter(AT.plus(Duration.ofDays(1))));
  }

  private static List<Instant> ages(RunState memory) {
    List<Instant> dates = new ArrayList<>();
    for (LastGood good : memory.guards().lastGood()) {
      dates.add(good.at());
      good.absence().ifPresent(absence -> dates.addAll(List.of(absence.since(), absence.last())));
      for (RetainedEntry entry : good.entries()) {
        dates.add(entry.lastConfirmed());
        entry.missingSince().ifPresent(dates::add);
      }
    }
    memory.guards().samples().forEach(sample -> dates.add(sample.at()));
    memory.guards().pending().forEach(held -> dates.add(held.since()));
    memory.pastFilter().forEach(way -> dates.add(way.lastSeen()));
    return dates;
  }
}
