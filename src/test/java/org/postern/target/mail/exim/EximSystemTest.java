package org.postern.target.mail.exim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Equivalence;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.MailSystem;
import org.postern.target.mail.WriteFile;

class EximSystemTest {
  private static final EximSystem EXIM = new EximSystem();

  private static List<WriteFile> writes(Ruleset after, MailFiles before) {
    return EXIM.way(before, EXIM.files(after, before)).orElseThrow();
  }

  static final Recipients HOSTED =
      new Recipients.Domains(
          new TreeSet<>(List.of("example.com", "example.org")),
          true,
          new TreeSet<>(List.of("in.example.com")));

  static AccessRule rule(Recipients recipients, Refusal verdict, String... peers) {
    return rule("mta", recipients, verdict, peers);
  }

  static AccessRule rule(String name, Recipients recipients, Refusal verdict, String... peers) {
    return new AccessRule(
        name,
        new Scope.Mail(recipients, Optional.empty(), true, "deliver to the MX"),
        new Peers.Only(ToyWorld.set(peers)),
        Optional.of(verdict),
        Optional.empty(),
        Optional.empty());
  }

  private static Map<String, String> texts(MailFiles files) {
    Map<String, String> texts = new LinkedHashMap<>();
    files.names().forEach(name -> texts.put(name, files.text(name).orElseThrow()));
    return texts;
  }

  private static Map<String, String> texts(AccessRule... rules) {
    return texts(EXIM.files(new Ruleset(List.of(rules)), MailFiles.none()));
  }

  private static String text(Map<String, String> texts, String name) {
    return Objects.requireNonNull(texts.get(name), name);
  }

  private static String data(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  @Test
  void aRuleIsItsLists() {
    Map<String, String> texts =
        texts(rule(HOSTED, Refusal.DEFER, "192.0.2.1", "198.51.100.0/24", "2001:db8::/32", "::1"));
    assertEquals(
        "192.0.2.1\n198.51.100.0/24\n::1\n2001:db8::/32\n", data(text(texts, "mta.hosts")));
    assertEquals(
        """
        !in.example.com
        !*.in.example.com
        example.com
        *.example.com
        example.org
        *.example.org
        """,
        data(text(texts, "mta.defer")));
    assertEquals("", data(text(texts, "mta.reject")));
    assertEquals("", data(text(texts, "mta.observe")));
    assertEquals("*\n", texts.get("mta.spare"));
    assertEquals("deliver to the MX\n", texts.get("mta.reply"));
    assertEquals(6, texts.size());
  }

  @Test
  void theVerdictIsTheListThatHasTheDomains() {
    for (Refusal verdict : Refusal.ofMail()) {
      Map<String, String> texts = texts(rule(new Recipients.All(), verdict, "192.0.2.1"));
      for (Refusal other : Refusal.ofMail()) {
        assertEquals(
            other == verdict ? "*\n" : "",
            data(text(texts, "mta." + other.text())),
            verdict.text());
      }
    }
  }

  @Test
  void aRuleThatIsOpenForAWhileObserves() {
    AccessRule rule =
        rule(HOSTED, Refusal.REJECT, "192.0.2.1")
            .withOpenUntil(Optional.of(Instant.parse("2026-12-01T10:00:00Z")));
    Map<String, String> texts = texts(rule);
    assertTrue(
        text(texts, "mta.observe").contains("# open until 2026-12-01T10:00:00Z, then reject\n"),
        texts::toString);
    assertEquals("", data(text(texts, "mta.reject")));
    assertEquals(new Ruleset(List.of(rule)), EXIM.read(MailFiles.of(texts)).ruleset());
  }

  @Test
  void aRuleThatIsGoneLeavesItsFilesWithoutADomain() {
    MailFiles present = MailFiles.of(texts(rule(HOSTED, Refusal.REJECT, "192.0.2.1")));
    Map<String, String> texts = texts(EXIM.files(Ruleset.empty(), present));
    assertEquals(new TreeSet<>(present.names()), new TreeSet<>(texts.keySet()));
    for (String list : List.of("mta.observe", "mta.defer", "mta.reject", "mta.hosts")) {
      assertEquals("", data(text(texts, list)), list);
      assertFalse(text(texts, list).isEmpty(), list);
    }
    assertEquals(
        new MailSystem.Reading(Ruleset.empty(), List.of(), List.of()),
        EXIM.read(MailFiles.of(texts)));
    assertEquals(List.of(), writes(Ruleset.empty(), MailFiles.of(texts)));
  }

  @Test
  void whatWasWrittenIsRead() {
    for (int seed = 0; seed < 1_000; seed++) {
      Ruleset ruleset = new EximWorld(seed).ruleset();
      MailSystem.Reading read = EXIM.read(EXIM.files(ruleset, MailFiles.none()));
      assertEquals(List.of(), read.anomalies(), ruleset::toString);
      assertEquals(Optional.empty(), Equivalence.compare(read.ruleset(), ruleset));
      assertEquals(canonical(ruleset), read.ruleset());
    }
  }

  private static Ruleset canonical(Ruleset ruleset) {
    return new Ruleset(
        ruleset.rules().stream()
            .map(
                rule -> {
                  Scope.Mail mail = rule.mail();
                  return rule.withScope(
                      new Scope.Mail(
                          DomainTree.of(mail.recipients()).recipients(),
                          mail.listener(),
                          mail.spareAuthenticated(),
                          mail.reply()));
                })
            .toList());
  }

  /** The model of Exim, which knows nothing of rules, decides as the ruleset does. */
  @Test
  void eximDecidesAsTheRulesetDoes() {
    for (int seed = 0; seed < 300; seed++) {
      Ruleset ruleset = new EximWorld(seed).ruleset();
      EximModel model = new EximModel(texts(EXIM.files(ruleset, MailFiles.none())));
      for (String domain : EximWorld.PROBES) {
        for (String peer : EximWorld.PEERS) {
          for (boolean authenticated : List.of(true, false)) {
            Address address = ToyWorld.address(peer);
            Judgement meant =
                meant(ruleset, new Attempt.Delivery(address, domain, authenticated, 25));
            assertEquals(
                meant,
                model.verdict(domain, address, authenticated),
                () -> domain + " " + peer + " " + ruleset);
          }
        }
      }
    }
  }

  /** Now: a rule that is open for a while observes. */
  private static Judgement meant(Ruleset ruleset, Attempt attempt) {
    return ruleset.verdict(attempt, Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void whateverElseAFileHoldsIsAnAnomalyOrAnotherRule() {
    AccessRule rule = rule(HOSTED, Refusal.DEFER, "192.0.2.1", "192.0.2.7");
    Map<String, String> sound = texts(rule);
    for (String file : sound.keySet()) {
      String text = sound.get(file);
      for (String other :
          List.of(
              "", "x", text + "x\n", text + "\n", " " + text, text.strip(), text + "\u0000\n")) {
        Map<String, String> edited = new LinkedHashMap<>(sound);
        edited.put(file, other);
        MailSystem.Reading read = EXIM.read(MailFiles.of(edited));
        boolean isOther = !read.ruleset().equals(new Ruleset(List.of(rule)));
        assertTrue(
            read.anomalies().stream().anyMatch(one -> one.startsWith(file + " ")) || isOther,
            () -> file + " with \"" + other + "\": " + read);
      }
      Map<String, String> without = new LinkedHashMap<>(sound);
      without.remove(file);
      assertTrue(
          EXIM.read(MailFiles.of(without)).anomalies().stream()
              .anyMatch(one -> one.startsWith(file + " is missing")),
          file);
    }
  }

  /** Names come last, since Exim asks name servers for them. */
  @Test
  void namesAreItemsOfTheListOfHosts() {
    AccessRule named =
        rule(HOSTED, Refusal.DEFER, "192.0.2.1", "2001:db8::/32")
            .withNames(new TreeSet<>(List.of("filter.example")));
    Map<String, String> texts = texts(named);
    assertEquals(
        """
        192.0.2.1
        2001:db8::/32
        ^filter\\.example$
        *.filter.example
        """,
        data(text(texts, "mta.hosts")));
    MailSystem.Reading read = EXIM.read(MailFiles.of(texts));
    assertEquals(new Ruleset(List.of(named)), read.ruleset());
    assertEquals(List.of(), read.anomalies());
    texts.put("mta.hosts", text(texts, "mta.hosts").replace("^filter", "^evil"));
    assertEquals(1, EXIM.read(MailFiles.of(texts)).anomalies().size());
  }

  /** From a line on that Exim takes for a host name it defers all mail. */
  @Test
  void nothingBehindABadLineIsAccepted() {
    Map<String, String> texts = texts(rule(HOSTED, Refusal.DEFER, "192.0.2.1", "192.0.2.7"));
    for (String bad : List.of("host.example", "192.0.2.4/24", "192.0.2.4-192.0.2.5", "x")) {
      texts.put("mta.hosts", "192.0.2.1\n" + bad + "\n192.0.2.7\n");
      Ruleset read = EXIM.read(MailFiles.of(texts)).ruleset();
      assertEquals(ToyWorld.set("192.0.2.1"), read.rule("mta").orElseThrow().peers().asSet(), bad);
    }
  }

  @Test
  void onlyFilesOfRulesAreOurs() {
    assertTrue(EXIM.isOurs("mta.hosts"));
    assertTrue(EXIM.isOurs("a-1.observe"));
    for (String other :
        List.of(
            "mta", "mta.", ".hosts", "MTA.hosts", "mta.hosts.bak", ".mta.hosts1.new", "request")) {
      assertFalse(EXIM.isOurs(other), other);
    }
  }

  @Test
  void manyPeersAreReadAndWritten() {
    AddressSet.Builder builder = AddressSet.builder();
    for (long i = 0; i < 100_000; i++) {
      builder.add(new Address(Family.IP, 0, 0x0A000000L + 2 * i));
    }
    AccessRule rule = rule(HOSTED, Refusal.DEFER).withPeers(new Peers.Only(builder.build()));
    Map<String, String> texts = texts(rule);
    assertEquals(100_001, text(texts, "mta.hosts").lines().count());
    MailSystem.Reading read = EXIM.read(MailFiles.of(texts));
    assertEquals(List.of(), read.anomalies());
    assertEquals(rule.peers(), read.ruleset().rule("mta").orElseThrow().peers());
    assertEquals(
        text(texts, "mta.hosts").length(),
        text(texts, "mta.hosts").getBytes(StandardCharsets.US_ASCII).length);
  }
}
