package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.target.MailServerKind;

/** A mail server as a target, from the policy to its file and back. */
class MailServerTest {
  private static final String NAME = MailServerKind.NAME;

  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;
  private MailServerKind server = new MailServerKind(Path.of("unset"));

  MailServerTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder);
    this.terminal = new Terminal(lab);
    server = new MailServerKind(folder.resolve("mail"));
    lab.kind(server);
    list("a.example", "b.example");
  }

  private void list(String... domains) throws IOException {
    Files.writeString(folder.resolve("domains"), String.join("\n", domains) + "\n");
  }

  private void policy(String otherwise, String options) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1, "2001:db8::1"]}}
        domains: {hosted: {sources: [{file: domains}]%s}}
        %s
        rules:
          - name: mta
            hook: smtp
            for: [hosted]
            accept: [filter]
            otherwise: %s
            reply: deliver to the MX of this domain
        targets: [%s]
        """
            .formatted(
                options,
                options.contains("mx:") ? "protects: {mx: [filter.example]}" : "",
                otherwise,
                NAME));
  }

  private String file() {
    return lab.file().toString();
  }

  private String held() {
    return server.text(NAME).orElse("");
  }

  private static String rule(String domains, String otherwise) {
    return "# postern\nmta for=%s/exact/ at=any spare=authenticated accept=192.0.2.1,2001:db8::1 else=%s reply=deliver to the MX of this domain\n"
        .formatted(domains, otherwise);
  }

  @Test
  void fromThePolicyToTheFileAndBack() throws IOException {
    policy("defer", "");
    terminal.type(0, "check", file());
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.out().contains("mta"), plan::toString);
    terminal.type(0, "apply", file());
    assertEquals(rule("a.example,b.example", "defer"), held());
    terminal.type(0, "plan", file());
    terminal.type(0, "apply", file());
    Terminal.Seen status = terminal.type(0, "status");
    assertTrue(status.out().contains(NAME), status::toString);
    JsonTree json = terminal.type(0, "apply", file(), "--format", "json").json();
    assertFalse(json.truth("changed"));
  }

  @Test
  void eachWayOfRefusingIsWrittenAndReadBack() throws IOException {
    for (String otherwise : List.of("observe", "defer", "reject")) {
      policy(otherwise, "");
      terminal.type(0, "apply", file());
      assertEquals(rule("a.example,b.example", otherwise), held());
      terminal.type(0, "plan", file());
    }
  }

  @Test
  void whyTellsTheRuleTheDomainAndTheSource() throws IOException {
    policy("defer", "");
    terminal.type(0, "apply", file());
    Terminal.Seen no = terminal.type(1, "why", "198.51.100.9", "--for", "a.example", file());
    assertTrue(no.out().contains("a.example is in the set of domains hosted since"), no::toString);
    Terminal.Seen yes = terminal.type(0, "why", "192.0.2.1", "--for", "a.example", file());
    assertTrue(yes.out().contains("accepted for mail to"), yes::toString);
    Terminal.Seen other = terminal.type(0, "why", "198.51.100.9", "--for", "c.example", file());
    assertTrue(other.out().contains("judges mail to c.example"), other::toString);
  }

  @Test
  void aDomainMoreIsPlannedAndAppliedAndDriftIsRepaired() throws IOException {
    policy("defer", "");
    terminal.type(0, "apply", file());
    list("a.example", "b.example", "c.example");
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.out().contains("+ c.example  named by file domains"), plan::toString);
    JsonTree json = terminal.type(2, "plan", file(), "--format", "json").json();
    JsonTree recipients = json.objects("targets").getFirst().objects("recipients").getFirst();
    assertEquals("c.example", recipients.objects("joined").getFirst().string("domain"));
    terminal.type(0, "apply", file());
    assertEquals(rule("a.example,b.example,c.example", "defer"), held());
    Files.writeString(server.file(NAME), rule("a.example", "defer") + "nonsense\n");
    Terminal.Seen drift = terminal.type(2, "plan", file());
    assertTrue(drift.out().contains("nonsense"), drift::toString);
    terminal.type(1, "status");
    terminal.type(0, "restore");
    assertEquals(rule("a.example,b.example,c.example", "defer"), held());
  }

  @Test
  void oneOfManyDomainsForAnotherIsADifference() throws IOException {
    String[] many = new String[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = "d%02d.example".formatted(i);
    }
    list(many);
    policy("defer", "");
    terminal.type(0, "apply", file());
    many[49] = "other.example";
    list(many);
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.out().contains("+ other.example"), plan::toString);
    assertTrue(plan.out().contains("- d49.example  no source names it any more"), plan::toString);
    terminal.type(0, "apply", file());
    assertEquals(rule(String.join(",", many), "defer"), held());
  }

  private void listeners(String first, String second) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules:
          - {name: mta, hook: smtp, %s accept: [filter], otherwise: defer}
          - {name: other, hook: smtp, %s accept: [filter], otherwise: reject}
        targets: [%s]
        """
            .formatted(first, second, NAME));
  }

  @Test
  void thePortOfARuleSelectsNothingWhereThereIsOneListener() throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules:
          - {name: mta, hook: smtp, port: [tcp/25, tcp/2525], accept: [filter], otherwise: defer}
        targets: [%s]
        """
            .formatted(NAME));
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.err().contains("that selects nothing"), plan::toString);
    Terminal.Seen applied = terminal.type(0, "apply", file());
    assertFalse(applied.toString().contains("selects nothing"), applied::toString);
    terminal.type(0, "plan", file());
    terminal.type(0, "status");
    assertTrue(held().contains("at=any"), held());
  }

  @Test
  void aServerThatTellsListenersApartIsGivenThePort() throws IOException {
    server.tellingListeners();
    listeners("port: tcp/25,", "port: [tcp/465, tcp/2500-2599],");
    terminal.type(0, "apply", file());
    assertTrue(held().contains("other for=all at=465-465,2500-2599"), held());
    terminal.type(0, "plan", file());
  }

  @Test
  void rulesThatOnlyTheListenerTellsApartAreAnObstacleWhereThereIsOne() throws IOException {
    listeners("port: tcp/25,", "port: tcp/465,");
    Terminal.Seen seen = terminal.type(65, "apply", file());
    assertTrue(seen.err().contains("has one listener"), seen::toString);
  }

  /** What is dropped is in no log with its recipient. */
  @Test
  void planAdvisesToDeferOnTheMailServerBeforeTheFirewallDrops() throws IOException {
    String both =
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: %s}
          - {name: mta, hook: smtp, accept: [filter], otherwise: %s}
        targets: [example, mailserver]
        """;
    String advice =
        "rule smtp begins to drop at once while rule mta only observes; safer in this order:"
            + " observe on both, defer on the mail server for a week";
    lab.policy(both.formatted("drop", "observe"));
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.out().contains(advice), plan::toString);
    JsonTree json = terminal.type(2, "plan", file(), "--format", "json").json();
    assertTrue(
        String.valueOf(json.objects("targets").getFirst().members().get("advice"))
            .contains(advice));
    assertEquals(List.of(), json.objects("targets").get(1).members().get("advice"));
    for (String[] otherwise : new String[][] {{"drop", "defer"}, {"observe", "observe"}}) {
      lab.policy(both.formatted((Object[]) otherwise));
      assertFalse(terminal.type(2, "plan", file()).out().contains("safer in this order"));
    }
    lab.policy(both.formatted("observe", "observe"));
    terminal.type(0, "apply", file());
    lab.policy(both.formatted("drop", "observe"));
    assertFalse(terminal.type(2, "plan", file()).out().contains("safer in this order"));
    lab.policy(both.formatted("drop", "observe").replace("tcp/25", "tcp/587"));
    assertFalse(terminal.type(2, "plan", file()).out().contains("safer in this order"));
  }

  /** Break-glass that nothing would close again is no break-glass. */
  @Test
  void openIsRefusedWhereNothingWouldCloseIt() throws IOException {
    policy("defer", "");
    terminal.type(0, "apply", file());
    String before = held();
    Terminal.Seen seen = terminal.type(3, "open", "--for", "1h");
    assertEquals(
        """
        mailserver cannot close again by itself, and nothing is there that would: nothing was changed
          systemctl enable --now postern-confirm.path, or start the daemon, and order it again;
          or write otherwise: observe in the policy and apply it; or open only a rule that closes by itself: postern open RULE --for TIME
        """,
        seen.err());
    assertEquals("", seen.out());
    assertEquals(before, held());
    assertFalse(terminal.type(0, "status").out().contains("refuses no peer"));
    terminal.type(3, "open", "mta", "--for", "1h");
    terminal.type(65, "open", "other", "--for", "1h");
    assertEquals(before, held());
  }

  /** A packet filter beside it closes by itself. */
  @Test
  void aRuleThatClosesByItselfIsOpenedBesideAMailServer() throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
          - {name: mta, hook: smtp, accept: [filter], otherwise: defer}
        targets: [example, mailserver]
        """);
    terminal.type(0, "apply", file());
    String before = held();
    terminal.type(0, "open", "smtp", "--for", "1h");
    assertEquals(before, held());
    assertTrue(lab.system().lines().toString().contains("open-until"));
    terminal.type(3, "open", "--for", "1h");
  }

  /** Without a daemon too, it is said that what is over is still open. */
  @Test
  void statusTellsThatAnOpeningHasEndedAndIsNotClosed() throws IOException {
    policy("defer", "");
    terminal.type(0, "apply", file());
    lab.pipeline().administration().open("", lab.now().plus(Duration.ofHours(1)), "", false);
    assertTrue(terminal.type(1, "status").out().contains("in sync"));
    lab.later(Duration.ofHours(2));
    Terminal.Seen over = terminal.type(1, "status");
    assertTrue(over.out().contains("1 change is needed"), over::toString);
    terminal.type(0, "restore");
    assertTrue(terminal.type(0, "status").out().contains("in sync"));
  }

  @Test
  void removeLeavesTheOpenForm() throws IOException {
    policy("reject", "");
    terminal.type(0, "apply", file());
    terminal.type(0, "remove", "--reason", "leaving");
    assertEquals(Optional.of(MailServerKind.OPEN), server.text(NAME));
    terminal.type(0, "resume");
    assertEquals(Optional.of(MailServerKind.OPEN), server.text(NAME));
    terminal.type(0, "apply", file());
    assertEquals(rule("a.example,b.example", "reject"), held());
  }

  @Test
  void aServerInAContainerIsOpenedAndRemovedAsWell() throws IOException {
    server.inAContainer();
    policy("reject", "");
    terminal.type(0, "apply", file());
    terminal.type(3, "open", "mta", "--for", "1h");
    terminal.type(0, "remove", "--reason", "leaving");
    assertEquals(Optional.of(MailServerKind.OPEN), server.text(NAME));
  }

  @Test
  void manyDomainsMoreAreHeldUntilApproved() throws IOException {
    policy("defer", ", guard: {shrink: 30%, grow: 0%}");
    terminal.type(0, "apply", file());
    String[] many = new String[30];
    for (int i = 0; i < many.length; i++) {
      many[i] = "d%02d.example".formatted(i);
    }
    list(many);
    Terminal.Seen held = terminal.type(3, "apply", file());
    assertEquals(rule("a.example,b.example", "defer"), held(), held::toString);
    String digest =
        terminal
            .type(3, "plan", file(), "--format", "json")
            .json()
            .objects("held")
            .getFirst()
            .string("digest");
    Terminal.Seen approved = terminal.type(0, "approve", digest, "--reason", "CHG-1");
    assertTrue(approved.out().contains("30 domains join at once"), approved::toString);
    lab.later(Duration.ofDays(30));
    terminal.type(0, "apply", file());
    assertEquals(rule(String.join(",", many), "defer"), held());
  }

  @Test
  void aMissingListKeepsWhatWasAndADamagedOneIsTold() throws IOException {
    policy("defer", "");
    terminal.type(0, "apply", file());
    Files.delete(folder.resolve("domains"));
    Terminal.Seen gone = terminal.type(0, "apply", file());
    assertTrue(gone.err().contains("its names of"), gone::toString);
    assertEquals(rule("a.example,b.example", "defer"), held());
    Files.writeString(folder.resolve("domains"), "a.example\nb.exa mple; reject *\n");
    Terminal.Seen damaged = terminal.type(65, "apply", file());
    assertTrue(damaged.err().contains("domains:2:"), damaged::toString);
    assertEquals(rule("a.example,b.example", "defer"), held());
    terminal.type(0, "restore");
  }

  @Test
  void aListThatNeverWasIsAMissingFile() throws IOException {
    Files.delete(folder.resolve("domains"));
    policy("defer", "");
    terminal.type(66, "apply", file());
    terminal.type(66, "check", file());
    assertEquals(Optional.empty(), server.text(NAME));
  }

  @Test
  void onlyDomainsWhoseMxAreTheFiltersAreJudged() throws IOException {
    policy("defer", ", mx: filter");
    Terminal.Seen silent = terminal.type(75, "apply", file());
    assertTrue(silent.err().contains("the MX of a.example"), silent::toString);
    lab.neighbourhood().mail("a.example", "filter.example", Duration.ofHours(1), "192.0.2.1");
    lab.neighbourhood().mail("b.example", "old.example", Duration.ofHours(6), "192.0.2.9");
    terminal.type(0, "apply", file());
    assertEquals(rule("a.example", "defer"), held());
    Terminal.Seen out = terminal.type(0, "why", "198.51.100.9", "--for", "b.example", file());
    assertTrue(out.out().contains("its MX old.example is not the filter's"), out::toString);
    lab.later(Duration.ofHours(1));
    lab.neighbourhood().mail("b.example", "filter.example", Duration.ofHours(1), "192.0.2.1");
    Terminal.Seen waits = terminal.type(0, "plan", file());
    assertTrue(waits.out().contains("b.example until 2026-03-01T18:00:00Z"), waits::toString);
    lab.later(Duration.ofHours(5));
    terminal.type(2, "plan", file());
    terminal.type(0, "apply", file());
    assertEquals(rule("a.example,b.example", "defer"), held());
  }

  @Test
  void aRuleThatRejectsWaitsAWeekForDomainsOfWhichNoOldMxWasSeen() throws IOException {
    policy("reject", ", mx: filter");
    lab.neighbourhood().mail("a.example", "filter.example", Duration.ofHours(1), "192.0.2.1");
    lab.neighbourhood().mail("b.example", "filter.example", Duration.ofHours(1), "192.0.2.1");
    Terminal.Seen first = terminal.type(0, "apply", file());
    assertTrue(first.out().contains("rule mta does not reject yet for 2 domains"), first::toString);
    assertEquals(rule("", "reject"), held());
    lab.later(Duration.ofDays(7));
    terminal.type(0, "apply", file());
    assertEquals(rule("a.example,b.example", "reject"), held());
  }

  @Test
  void aLockfileHoldsListsAndMx() throws IOException {
    policy("defer", ", mx: filter");
    lab.neighbourhood().mail("a.example", "filter.example", Duration.ofHours(1), "192.0.2.1");
    lab.neighbourhood().mail("b.example", "old.example", Duration.ofHours(1), "192.0.2.9");
    Path lock = folder.resolve("policy.lock");
    terminal.type(0, "lock", "-o", lock.toString(), file());
    String text = Files.readString(lock);
    assertTrue(text.contains("\"a.example\": [\"filter.example\"]"), text);
    list("c.example");
    int asked = lab.neighbourhood().asked().size();
    terminal.type(0, "apply", file(), "--lock", lock.toString());
    assertEquals(rule("a.example", "defer"), held());
    assertEquals(asked, lab.neighbourhood().asked().size());
    Path other = folder.resolve("other.lock");
    Files.writeString(
        other,
        text.replace("[\"old.example\"]", "[\"new.example\"]")
            .replace("\"b.example\"\n", "\"d.example\"\n"));
    Terminal.Seen diff = terminal.type(2, "diff", lock.toString(), other.toString());
    assertTrue(diff.out().contains("+ d.example  file domains"), diff::toString);
    assertTrue(diff.out().contains("- old.example  mx b.example"), diff::toString);
    Files.writeString(lock, text.replace("file domains", "file others"));
    terminal.type(65, "plan", file(), "--lock", lock.toString());
  }

  @Test
  void besideAPacketFilterEachHoldsItsOwnRules() throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [192.0.2.1]}}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
          - {name: mta, hook: smtp, accept: [filter], otherwise: defer}
        targets: [example, %s]
        """
            .formatted(NAME));
    Terminal.Seen plan = terminal.type(2, "plan", file());
    assertTrue(plan.err().contains(NAME + " holds it"), plan::toString);
    assertTrue(plan.err().contains("example holds it"), plan::toString);
    Terminal.Seen applied = terminal.type(0, "apply", file());
    assertFalse(applied.toString().contains("holds it"), applied::toString);
    assertTrue(held().startsWith("# postern\nmta for=all at=any"), held());
    assertEquals(1, lab.system().ours().size());
    terminal.type(0, "status");
    terminal.type(0, "plan", file());
  }

  @Test
  void setsResolveAndStatusKnowTheDomains() throws IOException {
    policy("defer", "");
    terminal.type(0, "apply", file());
    JsonTree sets = terminal.type(0, "sets", file(), "--format", "json").json();
    JsonTree hosted = sets.objects("domains").getFirst();
    assertEquals("hosted", hosted.string("set"));
    assertEquals("a.example", hosted.objects("domains").getFirst().string("domain"));
    assertEquals(List.of("mta"), hosted.strings("rules"));
    Terminal.Seen resolved = terminal.type(0, "resolve", file());
    assertTrue(
        resolved.out().contains("b.example  since 2026-03-01T12:00:00Z"), resolved::toString);
    JsonTree status = terminal.type(0, "status", "--format", "json").json();
    assertEquals(2, status.objects("domains").getFirst().number("members"));
  }
}
