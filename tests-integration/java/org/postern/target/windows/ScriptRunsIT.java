package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.address.AddressSet;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** What the scripts do, change by change, on a model of the firewall. */
class ScriptRunsIT {
  private static final Ruleset SOME =
      Trial.smtp(ToyWorld.set("192.0.2.1", "198.51.100.0/24", "2001:db8::/32"));

  static LongStream seeds() {
    return ToyWorld.seeds().limit(Sizes.pick(8L, Long.MAX_VALUE));
  }

  private static Trial trial(String form, boolean block) {
    Trial trial =
        new Trial(
            "form=" + form,
            "mode=" + (block ? "block-complement" : "allow"),
            "opens=smtp,smtp-allow-v4-1");
    return block ? trial.withRival() : trial;
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void rulesArePlain(String form) {
    Trial trial = trial(form, false);
    assertEquals(0, trial.apply(SOME), trial.host.errors::toString);
    assertEquals(
        List.of(
            "Postern-smtp-allow-v4-001 true true true TCP 25 Any Any"
                + " from {192.0.2.1, 198.51.100.0/24} at {} by []",
            "Postern-smtp-allow-v6-001 true true true TCP 25 Any Any"
                + " from {2001:db8::/32} at {} by []"),
        trial.host.firewall.describe());
    assertEquals(List.of(), trial.differences(SOME));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noChangeRefusesWhoStaysOrAdmitsAStranger(long seed) throws IOException {
    Random random = new Random(seed);
    WindowsWorld world = new WindowsWorld(random);
    Trial trial = trial(random.nextBoolean() ? "com" : "netsecurity", random.nextBoolean());
    trial.limit = random.nextBoolean() ? 3 : 1_000;
    trial.host.firewall.joins = random.nextBoolean();
    for (int i = 0; i < 6; i++) {
      if (random.nextInt(6) == 0) {
        trial.set("mode=" + (random.nextBoolean() ? "allow" : "block-complement"));
      }
      Ruleset wanted = world.ruleset();
      int exit = trial.apply(wanted);
      boolean voidAllow = exit == 7 && !trial.options().block();
      assertTrue(exit == 0 || voidAllow, exit + ": " + trial.host.errors);
      assertEquals(List.of(), trial.faults);
      assertEquals(List.of(), trial.differences(wanted));
      Observation observation = trial.observe();
      assertEquals(trial.held(wanted), observation.owned());
      assertEquals(List.of(), observation.anomalies());
      trial.apply(wanted);
      assertEquals(0, trial.host.firewall.changes, "a second run changes something");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void whateverFailsIsPutBack(String form) {
    for (boolean block : new boolean[] {false, true}) {
      for (boolean late : new boolean[] {false, true}) {
        for (int failing = 1; ; failing++) {
          Trial trial = trial(form, block);
          trial.apply(SOME);
          AddressSet others = ToyWorld.set("192.0.2.1", "192.0.2.3", "203.0.113.0/24");
          List<String> before = trial.host.firewall.describe();
          trial.host.firewall.failing = failing;
          trial.host.firewall.failsLate = late;
          int exit = trial.apply(Trial.smtp(others));
          assertEquals(List.of(), trial.faults);
          if (exit == 0) {
            assertTrue(failing > 3, "there are several changes");
            break;
          }
          if (exit == 3) {
            assertEquals(before, trial.host.firewall.describe());
          } else {
            assertEquals(4, exit);
            assertTrue(trial.host.errors.toString().contains("a disabled rule"));
            assertEquals(List.of(), trial.differences(Trial.smtp(others)));
          }
        }
      }
    }
  }

  @Test
  void whatCannotBePutBackIsSaid() {
    Trial trial = trial("netsecurity", false);
    trial.apply(SOME);
    trial.host.firewall.failing = 2;
    trial.host.firewall.failsOn = true;
    int exit = trial.apply(Trial.smtp(ToyWorld.set("192.0.2.1", "192.0.2.3")));
    assertEquals(4, exit);
    assertEquals(List.of(), trial.faults);
    trial.host.firewall.failing = -1;
    assertEquals(0, trial.apply(SOME), trial.host.errors::toString);
    assertEquals(List.of(), trial.differences(SOME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void aPlanChangesNothing(String form) {
    Trial trial = trial(form, false);
    assertEquals(2, trial.apply(SOME, "-WhatIf"));
    assertEquals(0, trial.host.firewall.changes);
    assertTrue(trial.host.output.contains("  + 198.51.100.0-198.51.100.255"));
    trial.apply(SOME);
    assertEquals(0, trial.apply(SOME, "-WhatIf"));
  }

  @Test
  void nobodyWithoutRightsChangesAnything() {
    Trial trial = trial("netsecurity", false);
    trial.host.administrator = false;
    assertEquals(77, trial.apply(SOME));
    assertEquals(0, trial.host.firewall.changes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void anotherAllowRuleIsReported(String form) throws IOException {
    Trial trial = trial(form, false).withRival();
    assertEquals(7, trial.apply(SOME));
    assertTrue(trial.host.events.toString().contains("MailService.exe also allows port 25"));
    assertEquals(
        List.of(
            new Observation.Foreign(
                "rule MailService.exe", "also allows tcp/25, so ours has no effect")),
        trial.observe().foreign());
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void profilesThatSwitchItOffAreReported(String form) throws IOException {
    Trial trial = trial(form, false);
    trial.apply(SOME);
    trial.host.firewall.profiles.get(2).enabled = false;
    trial.host.firewall.profiles.get(1).blocks = false;
    assertEquals(7, trial.apply(SOME));
    assertEquals(2, trial.observe().foreign().size(), trial.observe().foreign()::toString);
  }

  @Test
  void groupPolicyThatLeavesLocalRulesOutIsReported() throws IOException {
    Trial trial = trial("netsecurity", false);
    trial.host.firewall.profiles.get(0).merges = false;
    assertEquals(7, trial.apply(SOME));
    assertTrue(trial.host.errors.toString().contains("Postern-smtp-allow-v4-001 is not in force"));
    assertEquals(0, trial.apply(SOME, "-WhatIf") & ~7);
    assertFalse(trial.observe().foreign().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void whatSomebodyChangedIsPutRight(String form) throws IOException {
    Trial trial = trial(form, false);
    trial.apply(SOME);
    FirewallModel.Entry entry = trial.host.firewall.named("Postern-smtp-allow-v4-001");
    entry.remote = List.of();
    FirewallModel.Entry other = trial.host.firewall.named("Postern-smtp-allow-v6-001");
    other.enabled = false;
    assertEquals(2, trial.observe().anomalies().size());
    assertEquals(0, trial.apply(SOME), trial.host.errors::toString);
    assertEquals(List.of(), trial.faults);
    assertEquals(trial.held(SOME), trial.observe().owned());
    assertEquals(List.of(), trial.observe().anomalies());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thousandsOfPrefixesKeepToTheirChunks(boolean block) throws IOException {
    WindowsWorld world = new WindowsWorld(new Random(7));
    Trial trial = trial("netsecurity", block);
    AddressSet peers = Refused.without(world.scattered(5_000));
    assertEquals(0, trial.apply(Trial.smtp(peers)), trial.host.errors::toString);
    assertTrue(trial.host.firewall.local.size() >= 5);
    assertEquals(peers, trial.observe().owned().rules().getFirst().peers().asSet());
    AddressSet others = Refused.without(world.changed(peers));
    assertEquals(0, trial.apply(Trial.smtp(others)), trial.host.errors::toString);
    assertEquals(List.of(), trial.faults);
    assertEquals(others, trial.observe().owned().rules().getFirst().peers().asSet());
  }

  @Test
  void withoutOpensNobodyIsAllowed() {
    Trial trial = new Trial("mode=allow").withRival();
    assertEquals(0, trial.apply(SOME), trial.host.errors::toString);
    assertTrue(
        trial.host.firewall.local.keySet().stream().noneMatch(name -> name.contains("-allow-")));
    assertEquals(List.of(), trial.differences(SOME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netsecurity", "com"})
  void uninstallingLeavesNothing(String form) {
    Trial trial = trial(form, false);
    trial.apply(SOME);
    trial.host.tasks.tasks.put("Postern", "powershell.exe");
    trial.host.disk.files.put("C:\\Postern\\postern-last-good.txt", "end");
    String script = Script.uninstall(trial.options()).text();
    assertEquals(0, trial.run(script, Ruleset.empty()), trial.host.errors::toString);
    assertEquals(List.of(), trial.host.firewall.describe());
    assertEquals(0, trial.host.tasks.tasks.size());
    assertEquals(0, trial.host.disk.files.size());
    assertEquals(0, trial.run(script, Ruleset.empty()), trial.host.errors::toString);
  }
}
