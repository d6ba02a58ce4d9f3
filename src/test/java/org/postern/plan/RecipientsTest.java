package org.postern.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RecipientsTest {
  private static SortedSet<String> set(String... names) {
    return new TreeSet<>(List.of(names));
  }

  private static List<String> judged(Recipients recipients) {
    return Stream.of("example.com", "a.example.com", "b.a.example.com", "xexample.com", "com")
        .filter(recipients::contains)
        .toList();
  }

  @Test
  void takesAParentForItselfAloneUnlessItSaysSo() {
    assertEquals(
        List.of("example.com"), judged(new Recipients.Domains(set("example.com"), false, set())));
    assertEquals(
        List.of("example.com", "a.example.com", "b.a.example.com"),
        judged(new Recipients.Domains(set("example.com"), true, set())));
  }

  @Test
  void takesExceptionsOut() {
    assertEquals(
        List.of("example.com"),
        judged(new Recipients.Domains(set("example.com"), true, set("a.example.com"))));
    assertEquals(
        List.of("a.example.com"),
        judged(
            new Recipients.Domains(
                set("example.com", "a.example.com"), false, set("example.com"))));
  }

  @Test
  void judgesAllOrNothing() {
    assertEquals(5, judged(new Recipients.All()).size());
    assertTrue(judged(new Recipients.Domains(set(), true, set())).isEmpty());
  }
}
