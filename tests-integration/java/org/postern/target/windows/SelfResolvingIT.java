package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.plan.ToyWorld;
import org.postern.target.windows.Values.ScriptFault;

/** Scripts that ask for names themselves: what they do with answers, lies and silence. */
class SelfResolvingIT {
  private static final String NAME = "delivery.example.net";
  private static final String POLICY =
      """
      sets:
        filter:
          sources: [{dns: delivery.example.net}]
          never: [203.0.112.9]
          guard: {at-least: 2}
        all:
          sources: [{set: filter}, 192.0.2.1, "2001:db8::/32"]
          never: [192.0.2.0/31]
      rules:
        - {name: smtp, port: tcp/25, accept: [all], otherwise: drop, opens: true}
      targets: [{windows: {form: FORM}}]
      """;

  private final Map<String, List<String>> answers = new HashMap<>();
  private Trial trial = new Trial();
  private String script = "";

  @BeforeEach
  void compileIt() {
    compile("netsecurity");
  }

  private void compile(String form) {
    trial = new Trial("form=" + form, "opens=smtp");
    script =
        CompiledPolicy.of(
                POLICY.replace("FORM", form),
                Map.of(NAME, List.of("203.0.112.1", "203.0.112.2")),
                "kind=self-resolving")
            .script();
    trial.host.names =
        (name, family) -> {
          List<String> known = answers.get(name + " " + family);
          if (known == null) {
            throw new ScriptFault(name + " : DNS server failure");
          }
          return known;
        };
    answer("203.0.112.1", "203.0.112.2", "203.0.112.3", "203.0.112.4");
    answers.put(NAME + " v6", List.of());
  }

  private void answer(String... addresses) {
    answers.put(NAME + " v4", List.of(addresses));
  }

  private void assertRun(int exit, String... accepted) throws IOException {
    AddressSet peers = ToyWorld.set(accepted).union(ToyWorld.set("2001:db8::/32"));
    int code = trial.run(script, Trial.smtp(peers));
    assertEquals(exit, code, trial.host.errors::toString);
    assertEquals(List.of(), trial.faults);
    assertEquals(peers, trial.observe().owned().rules().getFirst().peers().asSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void holdsWhatNamesSay(String form) throws IOException {
    compile(form);
    answers.put(NAME + " v6", List.of("2a01:111::5"));
    assertRun(0, "203.0.112.1-203.0.112.4", "2a01:111::5");
    answer(
        "203.0.112.1", "203.0.112.2", "203.0.112.3", "203.0.112.4", "203.0.112.9", "203.0.112.77");
    assertRun(0, "203.0.112.1-203.0.112.4", "203.0.112.77", "2a01:111::5");
    trial.run(script, Trial.smtp(AddressSet.none()));
    assertEquals(0, trial.host.firewall.changes, "a second run changes something");
  }

  @Test
  void whatIsNoLongerNamedStaysForADay() throws IOException {
    assertRun(0, "203.0.112.1-203.0.112.4");
    answer("203.0.112.1", "203.0.112.2", "203.0.112.3");
    assertRun(0, "203.0.112.1-203.0.112.4");
    trial.host.now = trial.host.now.plus(Duration.ofHours(25));
    assertRun(0, "203.0.112.1-203.0.112.3");
  }

  @Test
  void silenceTakesNothingAway() throws IOException {
    assertRun(0, "203.0.112.1-203.0.112.4");
    answers.clear();
    trial.host.now = trial.host.now.plus(Duration.ofDays(90));
    assertRun(6, "203.0.112.1-203.0.112.4");
    assertTrue(trial.host.events.toString().contains("gives no answer, the last good one stays"));
  }

  /** A name without a final dot would be answered by a suffix of the host's. */
  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void namesAreAskedForAbsolutely(String form) throws IOException {
    compile(form);
    assertRun(0, "203.0.112.1-203.0.112.4");
    answers.clear();
    assertRun(6, "203.0.112.1-203.0.112.4");
  }

  /** The objects of .NET tell no answer for one family from a name without addresses of it. */
  @Test
  void aFamilyThatMayNotHaveAnsweredTakesNothingAway() throws IOException {
    compile("com");
    answers.put(NAME + " v6", List.of("2a01:111::5"));
    assertRun(0, "203.0.112.1-203.0.112.4", "2a01:111::5");
    answers.remove(NAME + " v6");
    trial.host.now = trial.host.now.plus(Duration.ofDays(2));
    assertRun(6, "203.0.112.1-203.0.112.4", "2a01:111::5");
    compile("netsecurity");
    answers.put(NAME + " v6", List.of("2a01:111::5"));
    assertRun(0, "203.0.112.1-203.0.112.4", "2a01:111::5");
    answers.put(NAME + " v6", List.of());
    trial.host.now = trial.host.now.plus(Duration.ofDays(2));
    assertRun(6, "203.0.112.1-203.0.112.4", "2a01:111::5");
  }

  /** The half that answers goes on. */
  @Test
  void oneFamilysSilenceDoesNotFreezeTheOther() throws IOException {
    assertRun(0, "203.0.112.1-203.0.112.4");
    answers.remove(NAME + " v6");
    answer("203.0.112.1", "203.0.112.2", "203.0.112.3", "203.0.112.4", "203.0.112.5");
    assertRun(6, "203.0.112.1-203.0.112.5");
  }

  @Test
  void withoutAnyAnswerNothingIsChanged() {
    answers.clear();
    assertEquals(6, trial.run(script, Trial.smtp(AddressSet.none())));
    assertEquals(0, trial.host.firewall.changes);
    assertEquals(Map.of(), trial.host.disk.files);
    answer("203.0.112.1");
    answers.put(NAME + " v6", List.of());
    assertEquals(6, trial.run(script, Trial.smtp(AddressSet.none())), "at least two are expected");
    assertEquals(0, trial.host.firewall.changes);
  }

  @Test
  void tooFewHoldTheRemovalsAndLetTheRestThrough() throws IOException {
    assertRun(0, "203.0.112.1-203.0.112.4");
    trial.host.now = trial.host.now.plus(Duration.ofDays(2));
    answer("203.0.112.77");
    assertRun(6, "203.0.112.1-203.0.112.4", "203.0.112.77");
    answer("203.0.112.77", "203.0.112.78", "203.0.112.79");
    trial.host.now = trial.host.now.plus(Duration.ofDays(2));
    assertRun(0, "203.0.112.77-203.0.112.79");
  }

  @Test
  void tooManyHoldTheAdditions() throws IOException {
    assertRun(0, "203.0.112.1-203.0.112.4");
    List<String> many = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      many.add("203.0.112." + i);
    }
    answers.put(NAME + " v4", many);
    assertRun(6, "203.0.112.1-203.0.112.4");
  }

  @Test
  void addressesThatNoHostHasAreRefused() throws IOException {
    answer("203.0.112.1", "203.0.112.2", "127.0.0.1", "10.0.0.1");
    assertRun(6, "203.0.112.1", "203.0.112.2");
    answer("203.0.112.1", "203.0.112.2", "192.0.2.1'; Remove-Item x");
    assertRun(6, "203.0.112.1", "203.0.112.2");
    answer("203.0.112.1", "203.0.112.2", "2a01:111::5");
    assertRun(6, "203.0.112.1", "203.0.112.2");
  }

  @Test
  void aPlanRemembersNothing() {
    assertEquals(2, trial.run(script, Trial.smtp(AddressSet.none()), "-WhatIf"));
    assertEquals(Map.of(), trial.host.disk.files);
    assertEquals(0, trial.host.firewall.changes);
  }

  /** The scripts' own arithmetic against ours. */
  @Test
  void setsAreThoseOfAddressSet() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 10; i++) {
      compile("netsecurity");
      List<String> texts = new ArrayList<>();
      for (int j = 0; j < 2 + random.nextInt(30); j++) {
        texts.add("203.0.%d.%d".formatted(110 + random.nextInt(2), random.nextInt(8)));
      }
      answers.put(NAME + " v4", texts);
      AddressSet filter = ToyWorld.set(texts.toArray(String[]::new));
      List<String> expected = new ArrayList<>();
      filter.intervals().forEach(interval -> expected.add(interval.toString()));
      assertRun(0, expected.toArray(String[]::new));
    }
  }
}
