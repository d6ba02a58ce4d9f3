package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.host.ProcNet;
import org.postern.pipeline.Lab;
import org.postern.source.Answer;
import org.postern.source.MailRoute;

/** What safeguards object to, as a user reads it and as a program does. */
class ObjectionsTest {
  private static final Duration TTL = Duration.ofHours(1);

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  ObjectionsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab =
        new Lab(folder)
            .policy(
                """
                sets: {filter: {sources: [192.0.2.0/24]}}
                rules:
                  - {name: smtp, to: 198.51.100.10, port: tcp/25, accept: [filter], otherwise: drop}
                protects: {domains: [example.com, example.net, example.org]}
                """);
    this.terminal = new Terminal(lab);
    lab.neighbourhood()
        .mail("example.com", "mail.example.com", TTL, "198.51.100.10", "203.0.113.1")
        .mail("example.net", new MailRoute.Nowhere())
        .mail("example.org", new MailRoute.Nowhere());
  }

  @Test
  void applyNamesDomainExchangerAddressAndReason() {
    Terminal.Seen seen = terminal.type(3, "apply", lab.file().toString());
    assertTrue(
        seen.err()
            .contains(
                """
                example.com: mail goes past the filter, to mail.example.com 198.51.100.10, a server of ours
                example.com: mail goes past the filter, to mail.example.com 203.0.113.1, no peer that a rule for port 25 accepts
                """),
        seen::toString);
    assertTrue(seen.err().contains("--mx-checked"), seen::toString);
    assertTrue(seen.err().endsWith("nothing was changed\n"), seen::toString);
    assertEquals(List.of(), lab.system().lines());
    terminal.type(0, "apply", lab.file().toString(), "--mx-checked");
  }

  @Test
  void programsReadTheSame() throws IOException {
    JsonTree tree = terminal.type(3, "apply", lab.file().toString(), "--format", "json").json();
    assertFalse(tree.truth("changed"));
    JsonTree target = tree.objects("targets").getFirst();
    assertEquals("objected", target.string("status"));
    List<JsonTree> objections = target.objects("objections");
    assertEquals(2, objections.size());
    JsonTree first = objections.getFirst();
    assertEquals("past the filter", first.string("kind"));
    assertEquals("example.com", first.string("domain"));
    assertEquals("mail.example.com", first.string("exchanger"));
    assertEquals("198.51.100.10", first.string("address"));
    assertTrue(first.truth("ours"));
    assertFalse(objections.getLast().truth("ours"));
    assertTrue(first.string("why").contains("past the filter"));
    assertTrue(first.string("fix").contains("--mx-checked"));
  }

  @Test
  void planShowsTheSameAndDoesNotEndOtherwise() throws IOException {
    Terminal.Seen seen = terminal.type(2, "plan", lab.file().toString());
    assertTrue(
        seen.out().contains("apply would object: example.com: mail goes past the filter"),
        seen::toString);
    JsonTree tree = terminal.type(2, "plan", lab.file().toString(), "--format", "json").json();
    assertEquals(2, tree.objects("targets").getFirst().objects("objections").size());
  }

  @Test
  void noInformationAloneMayWorkLater() {
    MailRoute nothing =
        new MailRoute.NoInformation(Answer.Cause.SERVFAIL, "example.net MX: answered SERVFAIL");
    lab.neighbourhood().mail("example.net", nothing);
    terminal.type(3, "apply", lab.file().toString());
    lab.neighbourhood().mail("example.com", new MailRoute.Nowhere());
    terminal.type(3, "apply", lab.file().toString());
    lab.later(Duration.ofDays(8));
    Terminal.Seen seen = terminal.type(75, "apply", lab.file().toString());
    assertTrue(
        seen.err()
            .contains(
                "example.net: where its mail goes cannot be told: example.net MX: answered"
                    + " SERVFAIL"),
        seen::toString);
    assertEquals(List.of(), lab.system().lines());
    terminal.type(0, "apply", lab.file().toString(), "--mx-checked");
  }

  @Test
  void aDomainWithoutMailIsNamed() {
    lab.neighbourhood()
        .mail("example.com", new MailRoute.Nowhere())
        .mail("example.org", "example.org", TTL);
    Terminal.Seen seen = terminal.type(3, "apply", lab.file().toString());
    assertTrue(seen.err().contains("example.org: has neither MX nor address"), seen::toString);
  }

  @Test
  void whoWouldBeLockedOutReadsByWhichRule() throws IOException {
    new ProcNet(folder.resolve("proc"))
        .listening(22)
        .listening(25)
        .established("198.51.100.10", 22, "203.0.113.7", 50_000, 20)
        .established("198.51.100.10", 25, "203.0.113.7", 50_001, 30);
    lab.policy(
        """
        sets: {admin: {sources: [192.0.2.0/24]}}
        rules:
          - {name: ssh, port: tcp/22, accept: [admin], otherwise: drop}
          - {name: smtp, port: tcp/25, accept: [admin], otherwise: drop}
        """);
    Terminal.Seen seen = terminal.type(3, "apply", lab.file().toString(), "--mx-checked");
    assertTrue(
        seen.err()
            .contains(
                """
                locked out: rule ssh would refuse the connection from 203.0.113.7 to 198.51.100.10 port 22, by which you came
                locked out: rule smtp would refuse the connection from 203.0.113.7 to 198.51.100.10 port 25, which comes from where you came from
                """),
        seen::toString);
    assertTrue(seen.err().contains("--lock-me-out"), seen::toString);
    JsonTree target =
        terminal
            .type(3, "apply", lab.file().toString(), "--format", "json")
            .json()
            .objects("targets")
            .getFirst();
    assertEquals("locked out", target.objects("objections").getFirst().string("kind"));
    terminal.type(0, "apply", lab.file().toString(), "--lock-me-out");
  }

  @Test
  void whatTheHostNeedsIsNamed() throws IOException {
    new ProcNet(folder.resolve("proc"))
        .established("198.51.100.10", 50_000, "192.0.2.25", 25, 30)
        .established("198.51.100.10", 50_001, "192.0.2.25", 25, 31);
    lab.neighbourhood().resolvers("192.0.2.53");
    lab.policy(
        """
        rules:
          - {name: relay, hook: output, port: tcp/25, accept: none, otherwise: reject}
          - {name: dns, hook: output, port: tcp/53, accept: none, otherwise: reject}
        """);
    Terminal.Seen seen = terminal.type(3, "apply", lab.file().toString());
    assertTrue(
        seen.err()
            .contains(
                """
                locked out: rule relay would refuse 192.0.2.25 port 25, to which this host is connected
                locked out: rule dns would refuse the name server 192.0.2.53 port 53
                """),
        seen::toString);
  }

  @Test
  void aLongListIsCutForPeopleAlone() throws IOException {
    ProcNet net = new ProcNet(folder.resolve("proc"));
    for (int i = 1; i <= 30; i++) {
      net.established("198.51.100.10", 50_000 + i, "192.0.2." + i, 25, 30 + i);
    }
    lab.policy("rules: [{name: out, hook: output, port: tcp/25, accept: none, otherwise: drop}]");
    Terminal.Seen seen = terminal.type(3, "apply", lab.file().toString(), "--format", "json");
    assertTrue(seen.err().contains("... and 10 more"), seen::toString);
    assertEquals(30, seen.json().objects("targets").getFirst().objects("objections").size());
  }
}
