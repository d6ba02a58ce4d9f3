package org.postern.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AbsenceTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TTL = Duration.ofMinutes(5);

  @Test
  void onceIsNotConfirmed() {
    assertFalse(Absence.first(AT, TTL).isConfirmed());
  }

  @Test
  void oftenButQuicklyIsNotConfirmed() {
    Absence absence = Absence.first(AT, TTL);
    for (int minute = 5; minute < 60; minute += 5) {
      absence = absence.again(AT.plus(Duration.ofMinutes(minute)), TTL);
    }
    assertEquals(12, absence.times());
    assertFalse(absence.isConfirmed());
    assertTrue(absence.again(AT.plus(Duration.ofMinutes(60)), TTL).isConfirmed());
  }

  @Test
  void twiceOverADayIsNotConfirmed() {
    Absence twice = Absence.first(AT, TTL).again(AT.plus(Duration.ofDays(1)), TTL);
    assertFalse(twice.isConfirmed());
    assertTrue(twice.again(AT.plus(Duration.ofDays(2)), TTL).isConfirmed());
  }

  @Test
  void theSameAnswerFromACacheDoesNotCount() {
    Absence absence = Absence.first(AT, TTL);
    assertSame(absence, absence.again(AT.plus(TTL).minusMillis(1), TTL));
    assertSame(absence, absence.again(AT, Duration.ZERO));
    assertSame(absence, absence.again(AT.minusSeconds(9), TTL));
    assertEquals(2, absence.again(AT.plus(TTL), TTL).times());
  }

  @Test
  void aClockThatIsSetChangesNoAge() {
    Duration by = Duration.ofDays(-4_000);
    Absence shifted = Absence.first(AT, TTL).again(AT.plus(TTL), TTL).shifted(by);
    assertEquals(new Absence(AT.plus(by), AT.plus(TTL).plus(by), TTL, 2), shifted);
  }

  @Test
  void aDateThatHasNotComeIsNow() {
    Absence absence = Absence.first(AT, TTL).again(AT.plus(TTL), TTL);
    assertEquals(new Absence(AT, AT, TTL, 2), absence.notAfter(AT));
    assertEquals(absence, absence.notAfter(AT.plus(TTL)));
  }
}
