package org.postern.pipeline.safe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.host.Connection;
import org.postern.pipeline.Endangered;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** Who is connected through a rule that is open, and loses by what a plan does to it. */
class EndangermentTest {
  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  private static final AccessRule CLOSED = ToyWorld.rule("smtp", "192.0.2.1");

  private static final Connection STRANGER =
      new Connection(
          Connection.Place.HERE,
          ToyWorld.address("203.0.113.9"),
          ToyWorld.address("198.51.100.10"),
          25);

  private static AccessRule openFor(int seconds) {
    return CLOSED.withOpenUntil(Optional.of(NOW.plusSeconds(seconds)));
  }

  private static List<String> endangered(AccessRule before, AccessRule after) {
    Observation held = Observation.of(new Ruleset(List.of(before)));
    Plan plan = Plan.between(held, new Ruleset(List.of(after)));
    return Endangerment.find(plan, List.of(STRANGER), NOW).stream().map(Endangered::rule).toList();
  }

  @Test
  void closingBeforeTheTimeEndangersWhoCameInMeanwhile() {
    assertEquals(List.of("smtp"), endangered(openFor(60), CLOSED));
    assertEquals(List.of("smtp"), endangered(openFor(60), openFor(30)));
  }

  @Test
  void whatWouldHappenAnywayEndangersNobody() {
    assertEquals(List.of(), endangered(openFor(60), openFor(60)));
    assertEquals(List.of(), endangered(openFor(60), openFor(90)));
    assertEquals(List.of(), endangered(openFor(0), CLOSED), "it has closed by itself");
    assertEquals(List.of(), endangered(CLOSED, openFor(60)));
  }
}
