package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.pipeline.RulesetCompiler.APPRIVER;
import static org.postern.pipeline.RulesetCompiler.NAME;
import static org.postern.pipeline.RulesetCompiler.NODES;
import static org.postern.pipeline.RulesetCompiler.accepted;
import static org.postern.pipeline.RulesetCompiler.files;
import static org.postern.pipeline.RulesetCompiler.rule;
import static org.postern.pipeline.RulesetCompiler.set;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Ruleset;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;

/** The shipped policies and all their commented variants compile, and mean what they promise. */
class RulesetsTest {
  private static final Path FOLDER = Path.of("rulesets");

  @TempDir private Path folder;

  @Test
  void everyFileCompilesWithEveryVariantAndWithAllAtOnce() throws IOException {
    List<Path> files = shipped();
    assertTrue(files.size() >= 2, files::toString);
    for (Path file : files) {
      RulesetText text = RulesetText.read(file);
      planned(text.with(Set.of()));
      planned(text.with(text.variants()));
      for (String variant : text.variants()) {
        planned(text.with(Set.of(variant)));
      }
    }
  }

  @Test
  void theMarksOfVariantsDoNotChangeWhatIsShipped() throws IOException {
    for (Path file : shipped()) {
      String shipped = Files.readString(file);
      String unmarked = RulesetText.read(file).with(Set.of());
      assertEquals(rules(shipped), rules(unmarked), file.toString());
    }
  }

  @Test
  void appriverObservesAllButTheAddressesOfTheManual() throws IOException {
    AccessRule smtp = smtp(appriver());
    assertEquals(set(APPRIVER.keySet()), accepted(smtp));
    assertEquals(BigInteger.valueOf(15), accepted(smtp).size());
    assertEquals(Optional.of(Refusal.OBSERVE), smtp.otherwise());
    assertEquals(Set.of(Hook.INPUT), smtp.packets().hooks());
    assertEquals(25, smtp.packets().ports().first());
  }

  @Test
  void appriverNamesTheServerOfEachAddress() throws IOException {
    Map<String, String> labels =
        planned(appriver()).prepared().meaning().settled().rows().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.entry().interval().toString(), entry -> entry.entry().label()));
    assertEquals(APPRIVER, labels);
  }

  @Test
  void appriverRefusesOnceItSaysDrop() throws IOException {
    String text = appriver().replace("otherwise: observe", "otherwise: drop");
    assertEquals(Optional.of(Refusal.DROP), smtp(text).otherwise());
    assertEquals(set(APPRIVER.keySet()), accepted(smtp(text)));
  }

  @Test
  void appriverIsHeldWhileAnAddressIsMissing() throws IOException {
    List<String> lines = appriver().lines().filter(line -> !line.contains("server45")).toList();
    Outcome outcome = compile(String.join("\n", lines));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, outcome);
    List<PendingChange> held = refused.prepared().meaning().settled().pending();
    assertEquals(List.of(List.of("at-least")), held.stream().map(PendingChange::guards).toList());
  }

  @Test
  void appriverWidenedIs11Prefixes() throws IOException {
    AddressSet accepted = accepted(smtp(appriver("widen")));
    assertEquals(
        List.of(
            "69.20.58.0/24",
            "69.20.60.0/24",
            "69.20.68.0/24",
            "72.32.252.0/23",
            "74.205.4.0/24",
            "92.52.89.0/24",
            "120.136.38.0/24",
            "207.97.224.0/24",
            "207.97.229.0/24",
            "207.97.230.0/24",
            "207.97.242.0/24"),
        accepted.prefixes().stream().map(Prefix::text).toList());
    assertEquals(BigInteger.valueOf(3_072), accepted.size());
  }

  @Test
  void appriverTakesTheTwoShorelineNetworks() throws IOException {
    assertEquals(
        set(APPRIVER.keySet()).union(set(List.of("207.97.230.0/24", "72.32.253.0/24"))),
        accepted(smtp(appriver("shoreline"))));
  }

  @Test
  void ownRelaysAreNeverWidened() throws IOException {
    AddressSet widened = accepted(smtp(appriver("widen")));
    AddressSet own = set(List.of("10.0.0.0/24", "192.0.2.25", "198.51.100.7"));
    assertEquals(widened.union(own), accepted(smtp(appriver("widen", "own-relays"))));
  }

  @Test
  void gatewayJudgesWhatGoesToTheMailServer() throws IOException {
    AccessRule smtp = smtp(appriver("gateway"));
    assertEquals(Set.of(Hook.INPUT, Hook.FORWARD), smtp.packets().hooks());
    assertEquals(Set.of("eth0"), smtp.packets().interfaces());
    assertEquals(Optional.of(set(List.of("198.51.100.10"))), smtp.packets().servers());
  }

  @Test
  void hostedCloudAcceptsTheNodesOfBothFamiliesOnly() throws IOException {
    Ruleset rules = rules(hostedCloud());
    AccessRule smtp = rule(rules, "smtp");
    assertEquals(set(NODES), accepted(smtp));
    assertEquals(Optional.of(Refusal.DROP), smtp.otherwise());
    AccessRule dns = rule(rules, "dns");
    assertInstanceOf(Peers.Any.class, dns.peers());
    assertEquals(Set.of(Hook.OUTPUT), dns.packets().hooks());
    assertEquals(53, dns.packets().ports().first());
  }

  @Test
  void hostedCloudTakesOwnNetworks() throws IOException {
    assertEquals(
        set(NODES).union(set(List.of("10.0.0.5", "192.168.1.0/24"))),
        accepted(smtp(hostedCloud("own-networks"))));
  }

  @Test
  void hostedCloudOn2525Closes25() throws IOException {
    Ruleset rules = rules(hostedCloud("port-2525"));
    assertEquals(
        List.of("dns", "smtp", "smtp-closed"),
        rules.rules().stream().map(AccessRule::name).toList());
    assertEquals(2525, rule(rules, "smtp").packets().ports().first());
    assertEquals(set(NODES), accepted(rule(rules, "smtp")));
    AccessRule closed = rule(rules, "smtp-closed");
    assertEquals(25, closed.packets().ports().first());
    assertEquals(AddressSet.none(), accepted(closed));
    assertEquals(Optional.of(Refusal.REJECT), closed.otherwise());
  }

  @Test
  void smarterMailIsHeldByWindowsFirewallAtTheAddressOfTheMxRecordsAlone() throws IOException {
    Outcome.Planned planned = planned(smarterMail());
    Ruleset rules = planned.plan().after();
    assertEquals(List.of("smtp"), rules.rules().stream().map(AccessRule::name).toList());
    AccessRule smtp = rule(rules, "smtp");
    assertEquals(Optional.of(set(List.of("198.51.100.10"))), smtp.packets().servers());
    assertEquals(Set.of(Hook.INPUT), smtp.packets().hooks());
    assertEquals(Ports.of(25), smtp.packets().ports());
    assertEquals(set(NODES.subList(0, 2)), accepted(smtp));
    assertEquals(Optional.of(Refusal.DROP), smtp.otherwise());
    assertFalse(smtp.opens(), "no other rule may let strangers in");
    assertEquals(
        List.of("postern-apply.ps1", "postern-register.ps1", "postern-uninstall.ps1", "HOW-TO.md"),
        files(planned.artifact()));
    assertTrue(planned.artifact().steps().getFirst().text().contains(NAME), "it asks for the name");
  }

  @Test
  void smarterMailTakesOwnNetworksAndBothFamilies() throws IOException {
    assertEquals(
        set(NODES.subList(0, 2)).union(set(List.of("10.0.0.5", "192.168.1.0/24"))),
        accepted(smtp(smarterMail("own-networks"))));
    AccessRule both = smtp(smarterMail("both-families"));
    assertEquals(set(NODES), accepted(both));
    assertEquals(
        Optional.of(set(List.of("198.51.100.10", "2001:db8::10"))), both.packets().servers());
  }

  private static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  private static String appriver(String... variants) throws IOException {
    return RulesetText.read(FOLDER.resolve("appriver.yaml")).with(Set.of(variants));
  }

  private static String hostedCloud(String... variants) throws IOException {
    return RulesetText.read(FOLDER.resolve("hosted-cloud.yaml")).with(Set.of(variants));
  }

  private static String smarterMail(String... variants) throws IOException {
    return RulesetText.read(FOLDER.resolve("smartermail-2012.yaml")).with(Set.of(variants));
  }

  private Ruleset rules(String text) throws IOException {
    return planned(text).plan().after();
  }

  private AccessRule smtp(String text) throws IOException {
    return rule(rules(text), "smtp");
  }

  private Outcome.Planned planned(String text) throws IOException {
    return compiler().planned(text);
  }

  private Outcome compile(String text) throws IOException {
    return compiler().compile(text);
  }

  private RulesetCompiler compiler() {
    return new RulesetCompiler(folder, RulesetCompiler.LOCK);
  }
}
