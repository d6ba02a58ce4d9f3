package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.Address;
import org.postern.command.CommandTable;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.plan.Observation;
import org.postern.plan.SeenPeer;
import org.postern.plan.ToyWorld;
import org.postern.target.MailServerKind;
import org.postern.target.TargetException;

/** Whom a target remembers, and who of them a change would refuse. */
class RefusedTest {
  private static final String POLICY =
      """
      sets: {own: {sources: [192.0.2.1]}}
      rules:
        - {name: look, port: tcp/587, accept: [own], otherwise: observe}
        - {name: smtp, port: tcp/25, accept: [own], otherwise: drop}
      """;

  private static final String MAIL =
      """
        - {name: mta, hook: smtp, accept: [own], otherwise: defer}
      targets: [example, mailserver]
      """;

  private static final String MAIL_ALONE =
      """
      sets: {own: {sources: [192.0.2.1]}}
      rules: [{name: mta, hook: smtp, accept: [own], otherwise: defer}]
      targets: [mailserver]
      """;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;
  private final List<SeenPeer> seen = new ArrayList<>();

  RefusedTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).policy(POLICY);
    this.terminal = new Terminal(lab);
    terminal.type(0, "apply", lab.file().toString());
  }

  private void remember(String rule, int last, int hoursAgo, long packets) {
    Address peer = Address.ofBytes(new byte[] {(byte) 203, 0, 113, (byte) last});
    seen.add(new SeenPeer(rule, peer, Duration.ofHours(hoursAgo), packets));
    lab.target().seeing(() -> seen);
  }

  private void rememberSome() {
    remember("smtp", 7, 30, 12);
    remember("look", 8, 1, 1);
    remember("smtp", 9, 2, 1_000);
    remember("gone", 10, 3, 4);
  }

  @Test
  void peersAreToldByRuleTheNewestFirst() {
    rememberSome();
    lab.neighbourhood().name("203.0.113.9", "mail.example");
    Terminal.Seen all = terminal.type(0, "refused");
    assertEquals("", all.err());
    assertEquals(
        """
        rule gone (not in force any more): 1 peer, 4 times
          203.0.113.10, 4 times, last 2026-03-01T09:00:00Z (3 h ago)
        rule look (tcp/587, observed): 1 peer, 1 time
          203.0.113.8, 1 time, last 2026-03-01T11:00:00Z (60 min ago)
        rule smtp (tcp/25, refused): 2 peers, 1,012 times
          203.0.113.9 mail.example, 1,000 times, last 2026-03-01T10:00:00Z (2 h ago)
          203.0.113.7, 12 times, last 2026-02-28T06:00:00Z (30 h ago)
        """,
        all.out());
  }

  /** They hid which rule judges them. */
  @Test
  void whoSentFragmentsIsToldByItself() throws IOException {
    rememberSome();
    Address peer =
        Address.ofBytes(new byte[] {0x20, 1, 0xd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9});
    seen.add(SeenPeer.ofFragments(peer, Duration.ofHours(4), 20));
    Terminal.Seen all = terminal.type(0, "refused");
    assertTrue(
        all.out()
            .endsWith(
                """
                fragments that hide their port (refused): 1 peer, 20 times
                  2001:d00::9, 20 times, last 2026-03-01T08:00:00Z (4 h ago)
                """),
        all::toString);
    JsonTree tree = terminal.type(0, "refused", "--format", "json").json();
    assertEquals(3, tree.objects("rules").size());
    assertEquals(
        List.of(
            Map.of(
                "peer", "2001:d00::9",
                "target", "example",
                "count", 20,
                "last", "2026-03-01T08:00:00Z")),
        tree.object("fragments").members().get("peers"));
  }

  /** Of a mail server it is known for whom the mail was. */
  @Test
  void recipientsAreTold() throws IOException {
    Address peer = ToyWorld.address("203.0.113.9");
    MailServerKind server =
        new MailServerKind(folder.resolve("mail"))
            .seeing(
                () ->
                    List.of(
                        new SeenPeer("mta", peer, Duration.ofHours(1), 3, Optional.of("a.example")),
                        new SeenPeer("mta", peer, Duration.ofHours(2), 1)));
    lab.kind(server).policy(POLICY + MAIL);
    terminal.type(0, "apply", lab.file().toString());
    assertEquals(
        """
        rule mta (smtp, refused): 1 peer, 4 times
          203.0.113.9, 3 times for a.example, last 2026-03-01T11:00:00Z (60 min ago)
          203.0.113.9, 1 time, last 2026-03-01T10:00:00Z (2 h ago)
        """,
        terminal.type(0, "refused").out());
    List<JsonTree> peers =
        terminal
            .type(0, "refused", "--format", "json")
            .json()
            .objects("rules")
            .getFirst()
            .objects("peers");
    assertEquals("a.example", peers.getFirst().string("domain"));
    lab.policy((POLICY + MAIL).replace("defer", "observe"));
    terminal.type(0, "apply", lab.file().toString());
    Terminal.Seen plan = terminal.type(2, "plan", lab.policy(POLICY + MAIL).file().toString());
    assertTrue(
        plan.out().contains("by rule mta (seen 3 times for a.example, last 60 min ago)"),
        plan::toString);
    assertFalse(peers.get(1).has("domain"));
  }

  /** A log that may not be read is no log without refusals, and hides no other target's peers. */
  @Test
  void aTargetThatCannotTellSaysSoBesideTheOthers() throws IOException {
    MailServerKind server =
        new MailServerKind(folder.resolve("mail"))
            .seeing(
                () -> {
                  throw new TargetException(
                      TargetException.Kind.PERMISSION, "no right to read", "the drop-in gives it");
                });
    lab.kind(server).policy(POLICY + MAIL);
    terminal.type(0, "apply", lab.file().toString());
    rememberSome();
    Terminal.Seen all = terminal.type(77, "refused");
    assertTrue(all.out().contains("203.0.113.9"), all::toString);
    assertEquals(
        """
        mailserver does not tell whom it refused or observed: no right to read
          the drop-in gives it
        """,
        all.err());
    JsonTree tree = terminal.type(77, "refused", "--format", "json").json();
    assertEquals("no right to read", tree.string("error"));
    assertTrue(tree.objects("targets").get(1).string("error").contains("drop-in"), tree::toString);
    lab.policy(MAIL_ALONE);
    terminal.type(0, "apply", lab.file().toString());
    Terminal.Seen none = terminal.type(77, "refused");
    assertFalse(none.out().contains("no peer was refused"), none::toString);
  }

  /** No log tells whom a mail server accepted, so that nothing is counted as that. */
  @Test
  void countersOfMailTellOfRefusalsAlone() throws IOException {
    lab.kind(
            new MailServerKind(folder.resolve("mail"))
                .counting(Map.of("mta", new Observation.Counters(0, 7))))
        .policy(MAIL_ALONE);
    terminal.type(0, "apply", lab.file().toString());
    Terminal.Seen status = new Terminal(lab).type("status");
    assertTrue(status.out().contains("  rule mta: 7 refused\n"), status::toString);
    assertFalse(status.out().contains("past the filter"), status::toString);
    JsonTree target =
        new Terminal(lab).type("status", "--format", "json").json().objects("targets").getFirst();
    assertEquals(
        Map.of("refused", 7), target.object("counters").object("mta").members(), target::toString);
    Terminal.Seen rules = terminal.type(0, "rules", "--running");
    assertTrue(rules.out().contains("7 refused"), rules::toString);
    assertFalse(rules.out().contains("0 accepted"), rules::toString);
  }

  @Test
  void sinceLeavesOutWhoCameEarlier() {
    rememberSome();
    Terminal.Seen day = terminal.type(0, "refused", "--since", "24h");
    assertTrue(day.out().contains("203.0.113.9"), day::toString);
    assertFalse(day.out().contains("203.0.113.7"), day::toString);
    terminal.type(64, "refused", "--since", "yesterday");
  }

  @Test
  void withoutNamesNobodyIsAsked() {
    rememberSome();
    lab.neighbourhood().name("203.0.113.9", "mail.example");
    assertFalse(terminal.type(0, "refused", "--no-names").out().contains("mail.example"));
  }

  @Test
  void programsGetTheSame() throws IOException {
    remember("smtp", 9, 2, 1_000);
    lab.neighbourhood().name("203.0.113.9", "mail.example");
    JsonTree tree = terminal.type(0, "refused", "--format", "json").json();
    assertEquals(
        List.of(
            Map.of("target", "example", "name", "example", "kind", "example", "remembers", true)),
        tree.members().get("targets"));
    assertEquals(
        List.of(
            Map.of(
                "rule",
                "smtp",
                "port",
                25,
                "verdict",
                "refused",
                "peers",
                List.of(
                    Map.of(
                        "peer", "203.0.113.9",
                        "name", "mail.example",
                        "target", "example",
                        "count", 1000,
                        "last", "2026-03-01T10:00:00Z")))),
        tree.members().get("rules"));
  }

  @Test
  void aTargetThatDoesNotRememberSaysSo() throws IOException {
    Terminal.Seen all = terminal.type(0, "refused");
    assertTrue(all.err().contains("example does not remember"), all::toString);
    JsonTree tree = terminal.type(0, "refused", "--format", "json").json();
    assertFalse(tree.objects("targets").getFirst().truth("remembers"));
  }

  @Test
  void whereNothingIsInForceThePacketFilterOfTheHostIsAsked() {
    rememberSome();
    Path elsewhere = folder.resolve("elsewhere");
    Lab other = lab;
    Terminal.Seen all =
        new Terminal(other)
            .run(
                CommandTable.of(state -> other.pipeline(elsewhere)),
                "refused",
                "--state",
                elsewhere.toString());
    assertEquals(0, all.exit(), all::toString);
    assertTrue(all.err().contains("nothing is in force"), all::toString);
    assertTrue(all.out().contains("rule smtp (not in force any more)"), all::toString);
  }

  @Test
  void planTellsWhomARuleThatBeginsToRefuseHasObserved() throws IOException {
    rememberSome();
    remember("look", 11, 5, 3);
    String file = lab.policy(POLICY.replace("observe", "reject")).file().toString();
    Terminal.Seen plan = terminal.type(2, "plan", file);
    assertTrue(
        plan.out()
            .contains(
                """
                  observed so far: 203.0.113.8 would be refused by rule look (seen 1 time, last 60 min ago)
                  observed so far: 203.0.113.11 would be refused by rule look (seen 3 times, last 5 h ago)
                """),
        plan::toString);
    assertFalse(plan.out().contains("203.0.113.9"), "it is refused already");
    JsonTree json = terminal.type(2, "plan", file, "--format", "json").json();
    assertEquals(2, json.objects("targets").getFirst().objects("observed").size());
    lab.policy(POLICY.replace("observe", "reject").replace("192.0.2.1", "203.0.113.8/30"));
    assertFalse(
        terminal.type(2, "plan", file).out().contains("203.0.113.8 would"), "it is accepted then");
    lab.policy(POLICY);
    assertFalse(terminal.type(0, "plan", file).out().contains("observed so far"));
  }

  /** A firewall that hides clients behind its own address is no stranger. */
  @Test
  void peersThatAreNearAreMarked() throws IOException {
    lab.neighbourhood().near("203.0.113.8/31", "203.0.113.9");
    rememberSome();
    seen.add(new SeenPeer("look", ToyWorld.address("10.0.0.7"), Duration.ofHours(1), 2));
    Terminal.Seen all = terminal.type(0, "refused", "--no-names");
    String question = " (your firewall or a health check?)";
    assertTrue(all.out().contains("(60 min ago): on this network" + question), all::toString);
    assertTrue(all.out().contains("(2 h ago): the default gateway" + question), all::toString);
    assertTrue(all.out().contains("(60 min ago): a private address" + question), all::toString);
    assertFalse(all.out().contains("(30 h ago): "), all::toString);
    JsonTree rule = terminal.type(0, "refused", "--format", "json").json().objects("rules").get(2);
    assertEquals("gateway", rule.objects("peers").getFirst().string("near"));
    assertFalse(rule.objects("peers").get(1).has("near"));
    String file = lab.policy(POLICY.replace("observe", "reject")).file().toString();
    Terminal.Seen plan = terminal.type(2, "plan", file);
    assertTrue(plan.out().contains("60 min ago): on this network" + question), plan::toString);
    JsonTree target =
        terminal.type(2, "plan", file, "--format", "json").json().objects("targets").getFirst();
    assertEquals("on-link", target.objects("observed").get(1).string("near"));
  }

  @Test
  void planSaysWhenThatCannotBeTold() throws IOException {
    String file = lab.policy(POLICY.replace("observe", "reject")).file().toString();
    assertTrue(
        terminal.type(2, "plan", file).out().contains("cannot be told: it does not remember them"));
  }
}
