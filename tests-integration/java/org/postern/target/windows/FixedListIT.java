package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** Compiled lists on their way to a host, and what becomes of them when they are old. */
class FixedListIT {
  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: delivery.example.net}]
          keep: {alarm-after: 3d}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop, opens: true, log: {rate: 5/m}}
        - {name: pop, port: tcp/110, accept: [filter], otherwise: observe}
        - {name: dns, hook: output, port: tcp/53, accept: any}
      targets: [windows]
      """;
  private static final Map<String, List<String>> NAMES =
      Map.of("delivery.example.net", List.of("203.0.112.1"));
  private static final Ruleset MEANT = Trial.smtp(ToyWorld.set("203.0.112.1"));

  @Test
  void ageWarnsAndTakesNothingAway() {
    Trial trial = new Trial("opens=smtp");
    String script = CompiledPolicy.of(POLICY, NAMES).script();
    trial.host.now = Instant.now().plus(Duration.ofDays(2));
    assertEquals(0, trial.run(script, MEANT), trial.host.errors::toString);
    assertEquals(List.of(), trial.host.events);
    trial.host.now = Instant.now().plus(Duration.ofDays(4));
    assertEquals(5, trial.run(script, MEANT));
    assertEquals(0, trial.host.firewall.changes);
    assertTrue(trial.host.events.toString().contains("compile it again"));
    assertEquals(List.of(), trial.differences(MEANT));
    trial.host.eventLogWorks = false;
    assertEquals(5, trial.run(script, MEANT));
  }

  @Test
  void aListOfWhichAllIsOursNeverAges() {
    Trial trial = new Trial("opens=smtp");
    String policy =
        POLICY
            .replace("{dns: delivery.example.net}", "203.0.112.1")
            .replace("keep: {alarm-after: 3d}", "");
    trial.host.now = Instant.now().plus(Duration.ofDays(4_000));
    assertEquals(0, trial.run(CompiledPolicy.of(policy, Map.of()).script(), MEANT));
  }

  @Test
  void whatIsLeftOutIsSaid() {
    CompiledPolicy compiled = CompiledPolicy.of(POLICY, NAMES);
    String notes = compiled.planned().prepared().projection().orElseThrow().sentences().toString();
    assertTrue(notes.contains("rule pop only observes"), notes);
    assertTrue(notes.contains("rule dns accepts every peer"), notes);
    assertTrue(notes.contains("rule smtp is not logged"), notes);
    assertTrue(compiled.planned().artifact().notes().toString().contains("makes it void"));
    String closed = POLICY.replace(", opens: true", "");
    assertTrue(
        CompiledPolicy.of(closed, NAMES)
            .planned()
            .artifact()
            .notes()
            .toString()
            .contains("does not say opens: true"));
  }

  @Test
  void onlyTheRulesThatAreNamedAreTaken() {
    String both = POLICY.replace("observe", "drop");
    String one = both.replace("[windows]", "[{windows: {rules: [pop]}}]");
    assertTrue(CompiledPolicy.of(both, NAMES).script().contains("Name = 'smtp'"));
    assertFalse(CompiledPolicy.of(one, NAMES).script().contains("Name = 'smtp'"));
    assertTrue(CompiledPolicy.of(one, NAMES).script().contains("Name = 'pop'"));
  }
}
