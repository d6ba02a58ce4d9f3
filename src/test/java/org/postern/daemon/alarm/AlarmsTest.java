package org.postern.daemon.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;

class AlarmsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Event> told = new ArrayList<>();
  private final Alarms alarms = new Alarms(told::add);

  @Test
  void eachIsToldOnceWhenItBeginsAndOnceWhenItIsOver() {
    alarms.set(List.of(held("a", "three wait")), NOW);
    alarms.set(List.of(held("a", "four wait")), NOW.plusSeconds(1));
    alarms.set(List.of(), NOW.plusSeconds(2));
    alarms.set(List.of(), NOW.plusSeconds(3));
    Map<String, String> fields = Map.of("POSTERN_ALARM", "CHANGE_HELD", "POSTERN_SUBJECT", "a");
    assertEquals(
        List.of(
            new Event(EventKind.CHANGE_HELD, "three wait", fields),
            new Event(EventKind.CLEARED, "over: four wait", fields)),
        told);
  }

  @Test
  void itStandsSinceItBeganWithTheWordsOfNow() {
    alarms.set(List.of(held("a", "three wait")), NOW);
    alarms.set(List.of(held("a", "four wait")), NOW.plusSeconds(1));
    assertEquals(
        List.of(new Alarm(EventKind.CHANGE_HELD, "a", "four wait", NOW)), alarms.standing());
  }

  @Test
  void subjectsStandApartAndTheLoudestIsFirst() {
    Condition fought = new Condition(EventKind.FOUGHT, "nftables", "again and again");
    alarms.set(List.of(held("a", "x"), held("b", "y"), fought), NOW);
    assertEquals(
        List.of("nftables", "a", "b"), alarms.standing().stream().map(Alarm::subject).toList());
    alarms.set(List.of(held("b", "y")), NOW);
    assertEquals(List.of("b"), alarms.standing().stream().map(Alarm::subject).toList());
  }

  @Test
  void noTwoKindsShareAnId() {
    Set<String> ids = new HashSet<>();
    for (EventKind kind : EventKind.values()) {
      assertEquals(true, kind.id().matches("[0-9a-f]{32}"), kind::name);
      assertEquals(true, ids.add(kind.id()), kind::name);
    }
  }

  private static Condition held(String subject, String message) {
    return new Condition(EventKind.CHANGE_HELD, subject, message);
  }
}
