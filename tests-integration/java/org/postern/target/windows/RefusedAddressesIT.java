package org.postern.target.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.target.Projection;
import org.postern.target.windows.Values.ScriptFault;

/** Addresses that Windows refuses in a list, and those that it gives back in other words. */
class RefusedAddressesIT {
  private static final String POLICY =
      """
      sets:
        own:
          sources: [192.0.2.1, "::1", "2001:db8::/32", "ff02::1"]
      rules:
        - {name: smtp, port: tcp/25, accept: [own], otherwise: drop, opens: true}
      targets: [{windows: {form: FORM, mode: MODE}}]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"::1", "::1-::1", "::1/128", "ff02::1", "ff0e::7/128"})
  void theModelRefusesThem(String text) {
    FirewallModel firewall = new FirewallModel();
    assertThrows(ScriptFault.class, () -> firewall.taken(List.of("192.0.2.1", text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::/127",
        "::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "ff02::-ff02::1",
        "127.0.0.1",
        "224.0.0.1",
        "0.0.0.0-126.255.255.255",
        "128.0.0.0-255.255.255.255"
      })
  void theModelTakesOthers(String text) {
    assertEquals(ToyWorld.set(text), FirewallModel.set(new FirewallModel().taken(List.of(text))));
  }

  @Test
  void theModelGivesThemBackInItsOwnWords() {
    FirewallModel firewall = new FirewallModel();
    List<String> given =
        List.of(
            "13.110.220.0-13.110.222.200",
            "13.110.234.124",
            "13.110.224.0/20",
            "13.110.230.0/24",
            "192.0.2.7",
            "2001:db8::9");
    assertEquals(
        List.of(
            "13.110.220.0-13.110.222.200",
            "13.110.224.0/255.255.240.0",
            "192.0.2.7/255.255.255.255",
            "2001:db8::9-2001:db8::9"),
        firewall.taken(given).stream().map(AddressTexts::text).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "netsecurity, allow",
    "netsecurity, block-complement",
    "com, allow",
    "com, block-complement"
  })
  void aPolicyThatAcceptsTheLoopbackIsHeld(String form, String mode) throws IOException {
    String policy = POLICY.replace("FORM", form).replace("MODE", mode);
    CompiledPolicy compiled = CompiledPolicy.of(policy, Map.of());
    String notes = compiled.planned().prepared().projection().orElseThrow().sentences().toString();
    assertTrue(notes.contains("rule smtp leaves out ::1, ff02::1: Windows refuses it"), notes);
    Trial trial = new Trial("form=" + form, "mode=" + mode, "opens=smtp");
    Ruleset meant = Trial.smtp(ToyWorld.set("192.0.2.1", "2001:db8::/32"));
    assertEquals(0, trial.run(compiled.script(), meant), trial.host.errors::toString);
    assertEquals(meant, trial.observe().owned());
    assertEquals(List.of(), trial.differences(meant));
    trial.run(compiled.script(), meant);
    assertEquals(0, trial.host.firewall.changes, "a second run changes something");
  }

  /** What is accepted, and what is held of it; with all others the same addresses are left out. */
  @ParameterizedTest
  @CsvSource({
    "::1, ''",
    "ff02::1, ''",
    "::/127, ::",
    "::, ::",
    "::-::5, :: ::2-::5",
    "::1-::5, ::2-::5",
    "::-ff02::, :: ::2-ff02::",
    "ff02::-ff02::1 ff02::3-ff02::4, ff02::-ff02::4",
    "ff02::1 ff02::3, ''",
    "::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void listsAreHeldWithoutThem(String accepted, String held) throws IOException {
    for (String form : List.of("netsecurity", "com")) {
      for (String mode : List.of("allow", "block-complement")) {
        Trial trial = new Trial("form=" + form, "mode=" + mode, "opens=smtp");
        Ruleset wanted =
            Trial.smtp(ToyWorld.set(accepted.split(" ")).union(ToyWorld.set("192.0.2.1")));
        assertEquals(0, trial.apply(wanted), trial.host.errors::toString);
        assertEquals(List.of(), trial.differences(wanted));
        String[] texts = (held + " 192.0.2.1").strip().split(" ");
        assertEquals(Trial.smtp(ToyWorld.set(texts)), trial.held(wanted), form + mode);
        Observation observed = trial.observe();
        assertEquals(trial.held(wanted), observed.owned(), form + mode);
        assertEquals(List.of(), observed.anomalies());
      }
    }
  }

  @Test
  void aRuleForTheLoopbackAloneIsNotWritten() {
    Ruleset loopback =
        new Ruleset(
            List.of(
                Trial.rule(
                    "smtp",
                    25,
                    ToyWorld.set("192.0.2.1"),
                    Optional.of(ToyWorld.set("::1")),
                    Set.of())));
    Projection projection = WindowsProjection.of(loopback, new Trial().options());
    assertEquals(Ruleset.empty(), projection.held());
    assertTrue(projection.sentences().toString().contains("is for the loopback alone"));
  }

  @Test
  void anyAddressButTheLoopbackIsAnyAddress() {
    Ruleset all =
        Trial.smtp(ToyWorld.set("0.0.0.0/0", "::", "::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    Projection projection = WindowsProjection.of(all, new Trial().options());
    assertEquals(Ruleset.empty(), projection.held());
    assertTrue(projection.sentences().toString().contains("there is none to block"));
  }

  /** Names may say it too, where a set allows special-purpose addresses. */
  @Test
  void anAnswerMayNameTheLoopback() {
    String policy =
        """
        sets:
          filter: {sources: [{dns: delivery.example.net}], guard: {special: allow}}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop, opens: true}
        targets: [windows]
        """;
    String script =
        CompiledPolicy.of(
                policy, Map.of("delivery.example.net", List.of("::1")), "kind=self-resolving")
            .script();
    Trial trial = new Trial("opens=smtp");
    trial.host.names =
        (name, family) ->
            family.equals("v4") ? List.of("203.0.112.1") : List.of("::1", "2a01:111::5");
    Ruleset meant = Trial.smtp(ToyWorld.set("203.0.112.1", "2a01:111::5"));
    assertEquals(0, trial.run(script, meant), trial.host.errors::toString);
    assertEquals(List.of(), trial.differences(meant));
  }
}
