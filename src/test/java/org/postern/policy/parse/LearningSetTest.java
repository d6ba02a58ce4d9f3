package org.postern.policy.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.GuardSpec;
import org.postern.policy.Policy;
import org.postern.policy.SourceSpec;
import org.postern.policy.parse.text.Loader;

/** What guards a set that learns its addresses, and what may stand beside its source. */
class LearningSetTest {
  private final Report report = new Report();

  private Optional<Policy> policy(String set) {
    return new PolicyParser(Set.of("nftables"))
        .parse(
            "policy.yaml",
            """
            sets:
              own: {sources: [10.0.0.5]}
              s: {%s}
            rules: [{name: smtp, port: tcp/25, accept: [s, own], otherwise: drop}]
            """
                .formatted(set),
            (file, path) -> new Loader.Loaded.Missing("none"),
            report);
  }

  private GuardSpec guard(String set) {
    return policy(set).orElseThrow().set("s").orElseThrow().guard();
  }

  @Test
  void noGuardHoldsThatIsNotWritten() {
    assertEquals(GuardSpec.LEARNING, guard("sources: [ptr: a.example.net]"));
    assertEquals(GuardSpec.LEARNING, guard("sources: [ptr: a.example.net, set: own]"));
    assertEquals(
        new GuardSpec(3, 100_000, 100, Integer.MAX_VALUE, 12, 32, true, false, true),
        guard("sources: [ptr: a.example.net], guard: {at-least: 3, special: allow}"));
    assertEquals(GuardSpec.DEFAULT, guard("sources: [dns: a.example.net]"));
  }

  @Test
  void besideAnotherKindItKeepsSomeOfItsAddressesAndLearnsNothing() {
    Policy policy =
        policy(
                "sources: [{dns: b.example.net, ptr: a.example.net, type: mx, family: ip},"
                    + " {file: a.txt, ptr: a.example.net}]")
            .orElseThrow();
    assertEquals(
        List.of("dns b.example.net type mx ptr a.example.net", "file a.txt ptr a.example.net"),
        policy.set("s").orElseThrow().sources().stream().map(SourceSpec::id).toList());
    assertEquals(GuardSpec.DEFAULT, policy.set("s").orElseThrow().guard());
    assertTrue(policy("sources: [{net: 10.0.0.6, ptr: a.example.net}]").isEmpty());
    assertTrue(policy("sources: [{set: own, ptr: a.example.net}]").isEmpty());
    assertTrue(policy("sources: [{dns: b.example.net, ptr: '*.example.net'}]").isEmpty());
  }

  @Test
  void whatTellsItsAddressesAllAtOnceStandsInAnotherSet() {
    assertTrue(policy("sources: [dns: b.example.net, ptr: A.example.net.]").isEmpty());
    Diagnostic found = report.diagnostics().getFirst();
    assertEquals(Code.KEYS_CONFLICT, found.code());
    assertEquals(
        List.of(
            "one guard cannot judge both ptr a.example.net, which learns addresses one by one, and"
                + " dns b.example.net",
            "write ptr: a.example.net into a set of its own, and let the rule accept both sets"),
        List.of(found.message(), found.fix()));
  }
}
