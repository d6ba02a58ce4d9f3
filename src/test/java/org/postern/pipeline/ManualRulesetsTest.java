package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.pipeline.RulesetCompiler.APPRIVER;
import static org.postern.pipeline.RulesetCompiler.NODES;
import static org.postern.pipeline.RulesetCompiler.accepted;
import static org.postern.pipeline.RulesetCompiler.files;
import static org.postern.pipeline.RulesetCompiler.rule;
import static org.postern.pipeline.RulesetCompiler.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;

/** Policies for a section of a manual each, compared with what that section says. */
class ManualRulesetsTest {
  private static final String REPLY =
      "Please deliver mail to the address specified in the MX records for this domain.";

  @TempDir private Path folder;

  private static String text(String file, String... variants) throws IOException {
    return RulesetCompiler.read(file).with(Set.of(variants));
  }

  private Outcome.Planned planned(String text) throws IOException {
    return new RulesetCompiler(folder, RulesetCompiler.LOCK).planned(text);
  }

  private Ruleset gateway(String... variants) throws IOException {
    return planned(text("gateway-nat.yaml", variants)).plan().after();
  }

  /**
   * "only allow traffic to this public address, and port 25 [...], from the specific host's ip".
   */
  @Test
  void theFirewallInFrontLetsTheFilterAloneToPort25OfThePublicAddress() throws IOException {
    Ruleset rules = gateway();
    AccessRule smtp = rule(rules, "smtp");
    assertEquals(Set.of(Hook.FORWARD), smtp.packets().hooks());
    assertEquals(Optional.of(set(List.of("198.51.100.10"))), smtp.packets().servers());
    assertEquals(Ports.of(25), smtp.packets().ports());
    assertEquals(set(NODES), accepted(smtp));
    assertEquals(Optional.of(Refusal.DROP), smtp.otherwise());
    assertEquals(
        List.of("dns", "dns-own", "smtp"), rules.rules().stream().map(AccessRule::name).toList());
  }

  /** "Please make sure your firewall does not block port 53 TCP." */
  @Test
  void theFirewallInFrontPromisesPort53OfInnerServersAndItsOwn() throws IOException {
    AccessRule inner = rule(gateway(), "dns");
    assertInstanceOf(Peers.Any.class, inner.peers());
    assertEquals(Set.of(Hook.FORWARD), inner.packets().hooks());
    assertEquals(Set.of("eth1"), inner.packets().interfaces());
    assertEquals(Ports.of(53), inner.packets().ports());
    AccessRule own = rule(gateway(), "dns-own");
    assertInstanceOf(Peers.Any.class, own.peers());
    assertEquals(Set.of(Hook.OUTPUT), own.packets().hooks());
    assertEquals(Ports.of(53), own.packets().ports());
  }

  @Test
  void theFirewallInFrontObservesWithTheListOfTheManual() throws IOException {
    AccessRule smtp = rule(gateway("appriver"), "smtp");
    assertEquals(set(APPRIVER.keySet()), accepted(smtp));
    assertEquals(Optional.of(Refusal.OBSERVE), smtp.otherwise());
    assertEquals(
        set(APPRIVER.keySet()).union(set(List.of("10.0.0.0/24", "198.51.100.7"))),
        accepted(rule(gateway("appriver", "own-networks"), "smtp")));
  }

  private AccessRule perDomain(String... variants) throws IOException {
    return rule(planned(text("hosted-cloud-per-domain.yaml", variants)).plan().after(), "mta");
  }

  private static Scope.Mail mail(AccessRule rule) {
    return assertInstanceOf(Scope.Mail.class, rule.scope());
  }

  @Test
  void protectedDomainsTakeMailFromTheFilterAndAllOthersFromAnywhere() throws IOException {
    for (String[] variants :
        List.of(
            new String[0],
            new String[] {"exim"},
            new String[] {"cpanel"},
            new String[] {"directadmin"})) {
      AccessRule mta = perDomain(variants);
      assertEquals(set(NODES), accepted(mta));
      assertEquals(Optional.of(Refusal.DEFER), mta.otherwise());
      assertEquals(REPLY, mail(mta).reply());
      assertTrue(mail(mta).spareAuthenticated(), "users are not strangers");
      Recipients recipients = mail(mta).recipients();
      assertTrue(recipients.contains("example.com"), recipients::toString);
      assertFalse(recipients.contains("example.org"), recipients::toString);
      assertFalse(recipients.contains("sub.example.com"), recipients::toString);
    }
  }

  /**
   * "If the domain does not have their MX records configured [...] direct deliveries are accepted".
   */
  @Test
  void aDomainWhoseMxAreNotTheFiltersIsNotJudged() throws IOException {
    String lock = RulesetCompiler.LOCK.replace("lastmx.spamexperts.net", "mail.example.com");
    Outcome.Planned planned =
        new RulesetCompiler(folder, lock).planned(text("hosted-cloud-per-domain.yaml"));
    AccessRule mta = rule(planned.plan().after(), "mta");
    assertFalse(mail(mta).recipients().contains("example.com"));
  }

  @Test
  void exchangeTakesTheAddressesOfTheManualAtPort25Alone() throws IOException {
    Outcome.Planned planned = planned(text("appriver-exchange.yaml"));
    AccessRule mta = rule(planned.plan().after(), "mta");
    assertEquals(set(APPRIVER.keySet()), accepted(mta));
    assertEquals(15, accepted(mta).prefixes().size());
    assertEquals(Optional.of(Ports.of(25)), mail(mta).listener());
    assertEquals(
        List.of("postern-apply.ps1", "postern-register.ps1", "postern-uninstall.ps1", "HOW-TO.md"),
        files(planned.artifact()));
    assertEquals(
        set(APPRIVER.keySet()).union(set(List.of("207.97.230.0/24", "72.32.253.0/24"))),
        accepted(rule(planned(text("appriver-exchange.yaml", "shoreline")).plan().after(), "mta")));
  }

  /** "Each IP should be added as a single computer." */
  @Test
  void exchange2003TakesEachAddressAsASingleComputer() throws IOException {
    Outcome.Planned planned = planned(text("appriver-exchange.yaml", "exchange2003"));
    String script = planned.artifact().steps().getFirst().text();
    for (String address : APPRIVER.keySet()) {
      assertTrue(script.contains('"' + address + ", 255.255.255.255\""), address);
    }
    assertTrue(script.contains("ReDim PosternList(15)"), "the loopback beside them, and no other");
    assertEquals(
        List.of("postern-apply.vbs", "postern-uninstall.vbs", "HOW-TO.md"),
        files(planned.artifact()));
  }
}
