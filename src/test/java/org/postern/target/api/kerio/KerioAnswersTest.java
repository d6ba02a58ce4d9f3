package org.postern.target.api.kerio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Target;
import org.postern.target.TargetException;

/** What becomes of answers that are none, and of sessions that are lost. */
@Timeout(120)
class KerioAnswersTest {
  private static final int ODD = 500;

  private final StubKerio stub = new StubKerio();
  private final KerioLab lab = new KerioLab(stub);

  private void bring(Ruleset wanted) throws TargetException {
    Applied applied = lab.apply(wanted);
    assertInstanceOf(Applied.Done.class, applied, applied::toString);
    assertEquals(0, lab.left(wanted));
  }

  @Test
  void aSessionThatIsLostBeginsAgain() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1", "192.0.2.3"));
    Map<String, Integer> times = new LinkedHashMap<>();
    stub.faults(
        new Faults() {
          @Override
          public boolean losesSession(String method) {
            return times.merge(method, 1, Integer::sum) % 2 == 1;
          }
        });
    stub.calls().clear();
    bring(KerioLab.smtp("192.0.2.3", "192.0.2.5"));
    assertTrue(stub.calls().stream().filter("Session.login"::equals).count() > 5);
  }

  @Test
  void aSessionThatIsAlwaysLostIsNone() {
    stub.faults(
        new Faults() {
          @Override
          public boolean losesSession(String method) {
            return true;
          }
        });
    TargetException refused = assertThrows(TargetException.class, lab::observe);
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertEquals(3, stub.calls().stream().filter("Session.login"::equals).count());
  }

  /** Any part of an answer may be anything: it is understood, or it is said that it is not. */
  @Test
  void oddAnswersAreUnderstoodOrUnavailable() throws TargetException {
    bring(KerioLab.smtp("192.0.2.1", "198.51.100.0/24", "203.0.113.7-203.0.113.9"));
    int refused = 0;
    for (int seed = 0; seed < ODD; seed++) {
      Random random = new Random(seed);
      stub.answering(answer -> odd(answer, random));
      try {
        lab.observe();
      } catch (TargetException e) {
        assertFalse(e.getMessage().isBlank());
        refused++;
      }
    }
    assertTrue(refused > ODD / 4, "refused " + refused);
    assertTrue(refused < ODD, "refused " + refused);
  }

  private static Map<String, Object> odd(Map<String, Object> answer, Random random) {
    Map<String, Object> odd = new LinkedHashMap<>();
    answer.forEach((name, value) -> odd.put(name, oddly(value, random)));
    return odd;
  }

  private static Object oddly(Object value, Random random) {
    if (random.nextInt(40) == 0) {
      return List.of(-1, 1L << 62, "", "\u0000", List.of(), Map.of(), true, 0.5, "0.0.0.0")
          .get(random.nextInt(9));
    }
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> odd = new LinkedHashMap<>();
        map.forEach((name, one) -> odd.put(String.valueOf(name), oddly(one, random)));
        yield odd;
      }
      case List<?> list -> {
        List<Object> odd = new ArrayList<>();
        list.forEach(one -> odd.add(oddly(one, random)));
        yield odd;
      }
      default -> value;
    };
  }

  /** A server that repeats what it was shown gives the session away. */
  @Test
  void theTokenIsInNoMessage() {
    stub.answering(
        answer ->
            answer.toString().contains("token=")
                ? answer
                : Map.of("error", Map.of("code", 1, "message", "not for token2, sorry")));
    TargetException refused = assertThrows(TargetException.class, lab::observe);
    assertTrue(refused.getMessage().endsWith("not for (token), sorry"), refused.getMessage());
  }

  @Test
  void aWrongPasswordIsSaidWithoutIt() {
    TargetException refused =
        assertThrows(TargetException.class, () -> lab.target("wrong-horse").observe());
    assertEquals(TargetException.Kind.PERMISSION, refused.kind());
    assertEquals(
        "stub does not let in user postern: Invalid user name or password.", refused.getMessage());
    assertEquals(List.of("Session.login"), stub.calls());
  }

  /** Each is an answer of the group's list that is none, or tells less than there is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no list",
        "no total",
        "no result",
        "null",
        "less than announced",
        "more than there can be",
        "no id",
        "no type",
        "no enabled",
        "another id",
        "two groups"
      })
  void nonsenseIsUnavailableAndNotEmpty(String what) throws TargetException {
    Ruleset wanted = KerioLab.smtp("192.0.2.1", "192.0.2.3");
    bring(wanted);
    List<String> before = stub.contents();
    stub.answering(answer -> spoilt(answer, what));
    TargetException refused = assertThrows(TargetException.class, lab::observe);
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind(), refused.getMessage());
    Target target = lab.target();
    Artifact artifact = target.compile(Plan.between(Observation.nothing(), wanted));
    assertThrows(TargetException.class, () -> target.apply(artifact));
    assertEquals(before, stub.contents());
  }

  private static Map<String, Object> spoilt(Map<String, Object> answer, String what) {
    if (!(answer.get("result") instanceof Map<?, ?> result) || !result.containsKey("list")) {
      return answer;
    }
    Map<String, Object> page = new LinkedHashMap<>();
    result.forEach((name, value) -> page.put(String.valueOf(name), value));
    Map<String, Object> spoilt = new LinkedHashMap<>(answer);
    spoilt.put("result", page);
    switch (what) {
      case "no list" -> page.remove("list");
      case "no total" -> page.remove("totalItems");
      case "no result" -> spoilt.remove("result");
      case "null" -> page.put("list", List.of(List.of()));
      case "less than announced" -> page.put("totalItems", 99);
      case "more than there can be" -> page.put("totalItems", 1_000_000_000);
      case "no id" -> entries(page, entry -> without(entry, "id"));
      case "no type" -> entries(page, entry -> without(entry, "type"));
      case "no enabled" -> entries(page, entry -> without(entry, "enabled"));
      case "another id" -> spoilt.put("id", 12_345);
      case "two groups" ->
          entries(page, entry -> with(entry, "groupId", Objects.requireNonNull(entry.get("id"))));
      default -> throw new IllegalArgumentException(what);
    }
    return spoilt;
  }

  private static void entries(Map<String, Object> page, UnaryOperator<Map<String, Object>> change) {
    List<Map<String, Object>> all = new ArrayList<>();
    if (page.get("list") instanceof List<?> list) {
      for (Object one : list) {
        Map<String, Object> entry = new LinkedHashMap<>();
        ((Map<?, ?>) one).forEach((name, value) -> entry.put(String.valueOf(name), value));
        all.add(change.apply(entry));
      }
    }
    page.put("list", all);
  }

  private static Map<String, Object> without(Map<String, Object> entry, String member) {
    Map<String, Object> less = new LinkedHashMap<>(entry);
    less.remove(member);
    return less;
  }

  private static Map<String, Object> with(Map<String, Object> entry, String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(entry);
    more.put(member, value);
    return more;
  }
}
