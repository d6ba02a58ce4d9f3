package org.postern.target.mail.opensmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.plan.AccessRule;
import org.postern.plan.Attempt;
import org.postern.plan.Judgement;
import org.postern.plan.Peers;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.postern.policy.Refusal;
import org.postern.target.mail.DomainTree;
import org.postern.target.mail.MailBench;
import org.postern.target.mail.MailFiles;
import org.postern.target.mail.MailSystem;
import org.postern.target.mail.WriteFile;

class OpensmtpdSystemTest {
  private static final OpensmtpdSystem SYSTEM = new OpensmtpdSystem();

  private static final List<String> DOMAINS = List.of("a.example", "x.a.example", "b.example");
  private static final List<String> PEERS = List.of("192.0.2.1", "192.0.2.2", "2001:db8::1");

  private static Recipients.Domains domains(boolean below, String... names) {
    return new Recipients.Domains(new TreeSet<>(List.of(names)), below, new TreeSet<>());
  }

  static AccessRule rule(Recipients recipients, String... peers) {
    return rule("mta", recipients, peers);
  }

  private static AccessRule rule(String name, Recipients recipients, String... peers) {
    Scope.Mail scope =
        new Scope.Mail(DomainTree.of(recipients).recipients(), Optional.empty(), true, "");
    return MailBench.rule(name, scope, Refusal.REJECT, peers);
  }

  private static MailFiles files(AccessRule... rules) {
    return SYSTEM.files(new Ruleset(List.of(rules)), MailFiles.none());
  }

  private static String text(MailFiles files, String name) {
    return files.text(name).orElseThrow();
  }

  /** A table that begins with a colon in its first line is taken for pairs of names and values. */
  @Test
  void noTableIsEverEmptyAndPeersBeginWithoutAColon() {
    for (AccessRule rule :
        List.of(
            rule(new Recipients.All()),
            rule(domains(false)),
            rule(new Recipients.All(), "2001:db8::/32"))) {
      MailFiles files = files(rule);
      for (String name : files.names()) {
        List<String> lines =
            text(files, name).lines().filter(line -> !line.startsWith("#")).toList();
        assertFalse(lines.isEmpty(), name);
        assertFalse(lines.getFirst().contains(":"), name);
      }
      assertEquals(List.of(rule), SYSTEM.read(files).ruleset().rules());
      assertEquals(List.of(), SYSTEM.read(files).anomalies());
    }
  }

  /** The star of hostname_match in OpenSMTPD's to.c never goes back: it is one label at a time. */
  private static boolean matches(String host, String pattern) {
    int h = 0;
    int p = 0;
    while (p < pattern.length() && h < host.length()) {
      if (pattern.charAt(p) == '*') {
        p++;
        while (h < host.length()
            && (p == pattern.length() || host.charAt(h) != pattern.charAt(p))) {
          h++;
        }
      } else if (pattern.charAt(p) == host.charAt(h)) {
        p++;
        h++;
      } else {
        return false;
      }
    }
    return h == host.length() && p == pattern.length();
  }

  private static boolean inTable(String domain, String table, String mark) {
    return table
        .lines()
        .filter(line -> !line.startsWith("#"))
        .anyMatch(line -> matches(mark + domain, line));
  }

  @Test
  void tablesOfDomainsMeanToSmtpdWhatIsMeant() {
    Recipients.Domains but =
        new Recipients.Domains(
            new TreeSet<>(List.of("a.example")), true, new TreeSet<>(List.of("x.a.example")));
    String deepest = "l.".repeat(122) + "a.example";
    assertEquals(253, deepest.length());
    for (Recipients recipients :
        List.of(
            new Recipients.All(),
            domains(false, "a.example", "b.example"),
            domains(true, "a.example"),
            but,
            new Recipients.Union(List.of(domains(false, "c.example"), but)))) {
      MailFiles files = files(rule(recipients, "192.0.2.1"));
      for (String domain :
          List.of(
              "a.example",
              "x.a.example",
              "y.x.a.example",
              "z.y.x.a.example",
              "q.w.e.a.example",
              deepest,
              "xa.example",
              "b.example",
              "q.b.example",
              "c.example",
              "example")) {
        boolean judged =
            inTable(domain, text(files, "mta.domains"), "")
                && !inTable(domain, text(files, "mta.except"), "@");
        assertEquals(recipients.contains(domain), judged, recipients.text() + " " + domain);
      }
    }
  }

  @Test
  void whatTwoTablesCannotSayIsNotHeld() {
    Recipients.Domains but =
        new Recipients.Domains(
            new TreeSet<>(List.of("a.example")), true, new TreeSet<>(List.of("x.a.example")));
    assertTrue(
        DomainTables.of(new Recipients.Union(List.of(but, domains(false, "y.x.a.example"))))
            .isEmpty());
    assertTrue(
        DomainTables.of(new Recipients.Union(List.of(but, domains(true, "y.x.a.example"))))
            .isEmpty());
    assertTrue(
        DomainTables.of(new Recipients.Union(List.of(but, domains(true, "x.a.example"))))
            .isPresent());
  }

  @Test
  void whatSmtpdMakesOfOtherLinesIsReadSo() {
    MailFiles files = files(rule(new Recipients.All(), "192.0.2.1"));
    Map<String, String> texts = new HashMap<>();
    files.names().forEach(name -> texts.put(name, text(files, name)));
    texts.merge(
        "mta.peers",
        "nonsense\n198.51.100.7/24\n203.0.113.5-203.0.113.9\n192.0.2.9 # c\n",
        String::concat);
    MailSystem.Reading reading = SYSTEM.read(MailFiles.of(texts));
    assertEquals(List.of("mta.peers is not as it was written"), reading.anomalies());
    assertEquals(
        new Peers.Only(ToyWorld.set("192.0.2.1", "198.51.100.0/24")),
        reading.ruleset().rules().getFirst().peers());
    texts.put("mta.peers", "");
    assertEquals(
        new Peers.Only(ToyWorld.set()),
        SYSTEM.read(MailFiles.of(texts)).ruleset().rules().getFirst().peers());
    texts.remove("mta.except");
    assertTrue(
        SYSTEM.read(MailFiles.of(texts)).anomalies().stream()
            .anyMatch(one -> one.contains("smtpd does not start without it")));
  }

  @Test
  void aRuleThatIsOpenAcceptsAllUntilThen() {
    AccessRule closed = rule(new Recipients.All(), "192.0.2.1");
    AccessRule open =
        new AccessRule(
            closed.name(),
            closed.scope(),
            closed.peers(),
            closed.otherwise(),
            closed.log(),
            Optional.of(Instant.parse("2030-01-01T00:00:00Z")));
    MailFiles files = files(open);
    assertEquals(List.of(open), SYSTEM.read(files).ruleset().rules());
    assertTrue(text(files, "mta.peers").contains("\n0.0.0.0/0\n::/0\n"));
  }

  private static AccessRule some(String name, List<String> names, Random random) {
    TreeSet<String> meant = new TreeSet<>();
    names.stream().filter(_ -> random.nextBoolean()).forEach(meant::add);
    TreeSet<String> except = new TreeSet<>();
    if (random.nextBoolean()) {
      except.add("x.a.example");
    }
    boolean below = random.nextBoolean();
    String[] peers = PEERS.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new);
    AccessRule rule =
        rule(name, new Recipients.Domains(meant, below, below ? except : new TreeSet<>()), peers);
    return random.nextInt(6) == 0 ? acceptingAny(rule) : rule;
  }

  private static AccessRule acceptingAny(AccessRule rule) {
    return new AccessRule(
        rule.name(),
        rule.scope(),
        new Peers.Any(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Rules of disjoint domains; either may be missing. */
  private static Ruleset some(Random random) {
    List<AccessRule> rules = new ArrayList<>();
    boolean swapped = random.nextBoolean();
    List<String> first = List.of("a.example", "x.a.example");
    List<String> second = List.of("b.example");
    if (random.nextInt(4) > 0) {
      rules.add(some("mta", swapped ? second : first, random));
    }
    if (random.nextInt(4) > 0) {
      rules.add(some("inner", swapped ? first : second, random));
    }
    return new Ruleset(rules);
  }

  /** Each line of ours can refuse: on the way two of them may judge the same domain. */
  private static boolean refuses(Ruleset ruleset, String domain, String peer) {
    Attempt attempt = new Attempt.Delivery(ToyWorld.address(peer), domain, false, 25);
    return ruleset.rules().stream()
        .anyMatch(rule -> rule.covers(attempt) && rule.judge(attempt) == Judgement.REFUSED);
  }

  /** Whether each of two rules takes a domain from the other. */
  private static boolean exchanges(Ruleset before, Ruleset after) {
    return takes("mta", "inner", before, after) && takes("inner", "mta", before, after);
  }

  private static boolean takes(String one, String other, Ruleset before, Ruleset after) {
    return DOMAINS.stream()
        .anyMatch(domain -> judges(before, other, domain) && judges(after, one, domain));
  }

  private static boolean judges(Ruleset ruleset, String rule, String domain) {
    return ruleset
        .rule(rule)
        .filter(one -> one.scope() instanceof Scope.Mail mail && mail.recipients().contains(domain))
        .isPresent();
  }

  @Test
  void onTheWayNothingIsJudgedOtherwiseThanBeforeAndAfter() {
    int steps = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      Ruleset before = some(random);
      Ruleset after = some(random);
      MailFiles held = SYSTEM.files(before, MailFiles.none());
      MailFiles meant = SYSTEM.files(after, held);
      Map<String, String> now = new HashMap<>();
      held.names().forEach(name -> now.put(name, text(held, name)));
      for (WriteFile write : SYSTEM.way(held, meant).orElseThrow()) {
        now.put(write.name(), write.text());
        steps++;
        Ruleset between = SYSTEM.read(MailFiles.of(now)).ruleset();
        for (String domain : Stream.concat(DOMAINS.stream(), Stream.of("q.a.example")).toList()) {
          for (String peer : Stream.concat(PEERS.stream(), Stream.of("203.0.113.9")).toList()) {
            boolean refused = refuses(before, domain, peer);
            boolean same = refused == refuses(after, domain, peer);
            if (same && !(refused && exchanges(before, after))) {
              assertEquals(
                  refused,
                  refuses(between, domain, peer),
                  "seed %d: %s for %s, after %s".formatted(seed, peer, domain, write.name()));
            }
          }
        }
      }
      assertEquals(meant, MailFiles.of(now), "seed " + seed);
    }
    assertTrue(steps > 1000, String.valueOf(steps));
  }
}
