package org.postern.plan.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.address.AddressSet;
import org.postern.address.Literals;
import org.postern.address.text.Registry;
import org.postern.diagnostic.Report;
import org.postern.plan.Settled;
import org.postern.policy.GuardSpec;
import org.postern.policy.Policy;
import org.postern.policy.parse.PolicyParser;
import org.postern.policy.parse.text.Loader;

/** What of an answer is let in. */
class AdmissionTest {
  private static final String OWN = "93.184.215.14";

  private static Story serving(String... servers) {
    return new Story().serving(Literals.set(servers));
  }

  @Test
  void aTranslationAndWhatIsOutsideOfGlobalUnicastAreRefusedByTheirRows() {
    Settled settled =
        new Story().answers("2600::1", "64:ff9b::808:808", "4000::1", "e000::1").apply();
    assertEquals(Set.of("2600::1"), Story.inForce(settled));
    assertEquals(
        List.of(
            "set filter: dns a.example names 64:ff9b::808:808, which is in 64:ff9b::/96"
                + " (translation between IPv4 and IPv6, RFC 6052, IANA IPv6 Special-Purpose Address"
                + " Registry)",
            "set filter: dns a.example names 4000::1, which is in 4000::/3 (reserved, RFC 4291,"
                + " IANA IPv6 Address Space)",
            "set filter: dns a.example names e000::1, which is in e000::/4 (reserved, RFC 4291,"
                + " IANA IPv6 Address Space)"),
        settled.refused());
  }

  @Test
  void anOutsideSourceDoesNotNameOurServersButANetworkMayHoldThem() {
    Settled settled = serving(OWN, "2600::25").answers("8.8.8.8", OWN, "2600::25").apply();
    assertEquals(Set.of("8.8.8.8"), Story.inForce(settled));
    assertEquals(
        List.of(
            "set filter: dns a.example names "
                + OWN
                + ", which is in the server addresses of this policy (to)",
            "set filter: dns a.example names 2600::25, which is in the server addresses of this"
                + " policy (to)"),
        settled.refused());
    Settled wider = serving(OWN).answers("93.184.215.0/24").apply();
    assertEquals(Set.of("93.184.215.0/24"), Story.inForce(wider));
    assertEquals(List.of(), wider.refused());
  }

  @Test
  void ourServersPassFromInsideAndWhereSpecialAddressesDo() {
    Settled inside = serving(OWN).from(Story.literal(OWN)).answers(OWN).apply();
    assertEquals(Set.of(OWN), Story.inForce(inside));
    Story allowed =
        serving(OWN).guarded(_ -> new GuardSpec(1, 100, 50, 100, 12, 32, true)).answers(OWN);
    assertEquals(Set.of(OWN), Story.inForce(allowed.apply()));
  }

  @Test
  void unallocatedSpaceIsLetInWithAWordUntilTheTableIsOld() {
    Story story = new Story().answers("2600::1", "3000::1", "3000::2");
    Settled settled = story.apply();
    assertEquals(Set.of("2600::1", "3000::1", "3000::2"), Story.inForce(settled));
    assertEquals(List.of(), settled.refused());
    assertEquals(
        List.of(
            "set filter: dns a.example names 2 entries such as 3000::1, which are in space that was"
                + " given to no regional registry as of "
                + Registry.IP6_UNICAST.asOf()
                + " (RFC 7249, IANA IPv6 Global Unicast Address Assignments)"),
        settled.cautions());
    assertEquals(List.of(), story.later(Duration.ofDays(366)).apply().cautions());
  }

  @Test
  void theServersOfAPolicyAreThoseThatItsRulesName() {
    Report report = new Report();
    Policy policy =
        new PolicyParser(Set.of("nftables"))
            .parse(
                "p.yaml",
                """
                sets: {a: {sources: [192.0.2.1]}}
                rules:
                  - {name: a, port: tcp/25, to: [198.51.100.10, "2001:db8::10"], accept: a,
                     otherwise: drop}
                  - {name: b, port: tcp/26, accept: a, otherwise: drop}
                  - {name: c, port: tcp/27, to: 198.51.100.11, accept: any}
                """,
                (_, _) -> new Loader.Loaded.Missing("none"),
                report)
            .orElseThrow();
    AddressSet servers = Literals.set("198.51.100.10/31", "2001:db8::10");
    assertEquals(servers, Admission.servers(policy));
    assertTrue(report.diagnostics().isEmpty());
  }
}
