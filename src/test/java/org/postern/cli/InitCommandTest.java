package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.Sha256;
import org.postern.command.Asker;
import org.postern.command.Command;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.command.doctor.FindingsDocument;
import org.postern.command.init.InitCommand;
import org.postern.diagnostic.Report;
import org.postern.host.CommandRunner;
import org.postern.host.JsonTree;
import org.postern.host.ProcNet;
import org.postern.host.Progress;
import org.postern.host.RecordTree;
import org.postern.pipeline.Assembly;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Pipeline;
import org.postern.pipeline.ShippedRuleset;
import org.postern.pipeline.doctor.HostFiles;
import org.postern.policy.Policy;
import org.postern.policy.Refusal;
import org.postern.source.NameServerExam;

/** A first policy, by options and by answers, on hosts of several kinds. */
class InitCommandTest {
  private static final FindingsDocument FINDINGS =
      new FindingsDocument(
          List.of(new FindingsDocument.One("clock", "note", "a finding", "by its sign", "")));

  private static final String DNAT =
      "table ip nat {\n chain pre {\n  tcp dport 25 dnat to 10.0.0.5:25\n }\n}\n";

  private final Path folder;

  private final Map<String, String> programs = new HashMap<>();
  private final List<String> shown = new ArrayList<>();
  private final Deque<String> said = new ArrayDeque<>();
  private boolean conversing;
  private Path file = Path.of("unset");
  private final Lab lab;

  InitCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    file = folder.resolve("policy.yaml");
    this.lab = new Lab(Files.createDirectories(folder.resolve("lab")));
    lab.neighbourhood()
        .addresses("127.0.0.1", "198.51.100.10", "198.51.100.11", "fe80::1", "2001:db8::10");
    programs.put("nft -t list ruleset", "");
    ProcNet _ = new ProcNet(folder.resolve("proc/net")).listening(22);
  }

  private void there(String path) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), "");
  }

  private Terminal.Seen init(String... words) {
    List<String> all = new ArrayList<>(List.of("init", "-o", file.toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--state", lab.state().toString()));
    Optional<Asker> asker = conversing ? Optional.of(new Scripted()) : Optional.empty();
    Command command =
        new InitCommand(_ -> pipeline(), doctor(), nobody(), new HostFiles(folder), asker)
            .command();
    return new Terminal(lab).run(List.of(command), all.toArray(String[]::new));
  }

  /** Says what a test has in store, and then leaves. */
  private final class Scripted implements Asker {
    @Override
    public void tell(List<String> lines) {
      shown.addAll(lines);
    }

    @Override
    public Optional<String> ask(String question, String proposal) {
      shown.add(question + " [" + proposal + "]");
      return Optional.ofNullable(said.poll());
    }
  }

  private Command doctor() {
    return new Command(
        "doctor",
        "looks",
        List.of(),
        List.of(),
        "postern doctor",
        invocation ->
            new Reply.Builder("doctor")
                .line(Line.Style.PLAIN, "looked at " + invocation.words().getFirst())
                .document(FINDINGS)
                .build());
  }

  private static NameServerExam nobody() {
    return (server, name, records, transport) -> new NameServerExam.Unanswered("is not there");
  }

  private Pipeline pipeline() {
    Pipeline real = lab.pipeline();
    return new Pipeline(
        real.files(),
        real.asker().sources(),
        real.store(),
        real.targets(),
        real.surroundings().running(this::run),
        real.actor(),
        Progress.SILENT);
  }

  private CommandRunner.Result run(List<String> command, String input, Duration deadline)
      throws IOException {
    String output = programs.get(String.join(" ", command));
    if (output == null) {
      throw new IOException(command + " is not there");
    }
    return new CommandRunner.Result(0, output, "");
  }

  private Policy policy() {
    Report report = new Report();
    Optional<Policy> policy = Assembly.pipeline(lab.state()).files().parse(file, report);
    assertEquals(List.of(), report.diagnostics());
    return policy.orElseThrow();
  }

  static Stream<String> providers() {
    return ShippedRuleset.all().stream()
        .filter(one -> !one.sets().isEmpty() && !one.text().contains("\ndomains:\n"))
        .map(ShippedRuleset::name);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void thePolicyOfEachProviderHasNoMistakesAndObserves(String provider) {
    Terminal.Seen seen = init("--provider", provider, "--yes");
    assertEquals(0, seen.exit(), seen::toString);
    Policy policy = policy();
    assertEquals(Optional.of(Refusal.OBSERVE), policy.rule("smtp").orElseThrow().otherwise());
    assertEquals(
        Optional.of(lab.now().atZone(java.time.ZoneId.systemDefault()).toLocalDate().plusDays(7)),
        policy.rule("smtp").orElseThrow().review());
    assertTrue(seen.out().contains("looked at " + file), seen::toString);
    assertTrue(
        seen.out().endsWith("next: postern apply --confirm 5m " + file + "\n"), seen::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--yes|--provider NAME is missing",
        "--provider mimcast|did you mean mimecast?",
        "--provider two-providers|is for a situation: postern rulesets copy two-providers",
        "--provider hosted-cloud-per-domain|is for a situation",
        "--provider appriver --role router|router is no role: write host or gateway",
        "--provider appriver --server 198.51.100.0/24|a server has a single address",
        "--provider appriver --server mx.example.com|mx.example.com: ",
        "--provider appriver --own 10.0.0.1/8|10.0.0.1/8: ",
        "--provider appriver --own somewhere|somewhere: ",
        "--provider appriver --domain *.example.com|is a pattern, not a domain: write example.com",
        "--provider appriver --domain 192.0.2.1|is an address, not a domain: write a domain",
        "--provider appriver --target postfix|postfix: a first policy is for one of auto, nftables",
      })
  void whatMakesNoSenseIsRefusedWithTheWayOut(String words, String told) {
    Terminal.Seen seen = init(words.split(" ", -1));
    assertEquals(64, seen.exit(), seen::toString);
    assertTrue(seen.err().contains(told), seen::toString);
    assertFalse(Files.exists(file));
  }

  @Test
  void allOptionsAreInThePolicyAndInTheTree() throws IOException {
    Terminal.Seen seen =
        init(
            "--provider",
            "appriver",
            "--provider",
            "spamtitan",
            "--role",
            "gateway",
            "--server",
            "198.51.100.10",
            "--server",
            "2001:db8::10",
            "--own",
            "10.1.0.0/16",
            "--own",
            "2001:db8:7::/48",
            "--target",
            "nftables",
            "--yes",
            "--format",
            "json");
    JsonTree tree = seen.json();
    assertEquals(List.of("appriver", "spamtitan"), tree.strings("providers"));
    assertEquals("gateway", tree.string("role"));
    assertEquals(List.of("198.51.100.10", "2001:db8::10"), tree.strings("servers"));
    assertEquals(List.of("10.1.0.0/16", "2001:db8:7::/48"), tree.strings("own"));
    assertEquals(FINDINGS, RecordTree.read(FindingsDocument.class, tree.members()));
    assertEquals("postern apply --confirm 5m " + file, tree.string("next"));
    String text = Files.readString(file);
    assertTrue(text.contains("    hook: forward\n"), text);
    assertTrue(text.contains("    to: [\"198.51.100.10\", \"2001:db8::10\"]\n"), text);
    assertTrue(text.contains("    accept: [appriver, spamtitan, own]\n"), text);
    assertTrue(text.contains("\ntargets: [nftables]\n"), text);
    assertEquals(List.of("appriver", "spamtitan", "own").size(), policy().sets().size());
  }

  @Test
  void forWindowsTheNextStepIsToCompile() throws IOException {
    Terminal.Seen seen = init("--provider", "appriver", "--target", "windows", "--yes");
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(
        seen.out().endsWith("next: postern compile --target windows -o postern " + file + "\n"));
    assertFalse(Files.readString(file).contains("hook: output"));
    policy();
  }

  @Test
  void aSecondRunChangesNothing() throws IOException {
    assertEquals(0, init("--provider", "appriver", "--yes").exit());
    String first = Files.readString(file);
    lab.later(Duration.ofDays(3));
    Terminal.Seen again = init("--provider", "appriver", "--yes");
    assertEquals(0, again.exit(), again::toString);
    assertTrue(again.out().contains("is as init wrote it: nothing to write"), again::toString);
    assertEquals(first, Files.readString(file));
    Terminal.Seen other = init("--provider", "spamtitan");
    assertEquals(3, other.exit(), other::toString);
    assertTrue(other.err().contains("--yes replaces what init wrote"), other::toString);
    assertEquals(first, Files.readString(file));
    assertEquals(0, init("--provider", "spamtitan", "--yes").exit());
    assertTrue(Files.readString(file).contains("postern:spamtitan"));
  }

  @Test
  void whatWasEditedOrIsOfOthersStaysAsItIs() throws IOException {
    assertEquals(0, init("--provider", "appriver", "--yes").exit());
    String edited = Files.readString(file).replace("observe\n", "drop\n");
    Files.writeString(file, edited);
    Terminal.Seen seen = init("--provider", "appriver", "--yes");
    assertEquals(3, seen.exit(), seen::toString);
    assertTrue(seen.err().contains("was edited since init wrote it"), seen::toString);
    assertEquals(edited, Files.readString(file));
    for (String text : List.of("", "rules: []\n", "# Written by postern init\n")) {
      Files.writeString(file, text);
      Terminal.Seen foreign = init("--provider", "appriver", "--yes");
      assertEquals(3, foreign.exit(), foreign::toString);
      assertTrue(foreign.err().contains("not by init"), foreign::toString);
      assertEquals(text, Files.readString(file));
    }
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() {
    file = folder.resolve("no/such.yaml");
    assertEquals(66, init("--provider", "appriver", "--yes").exit());
    file = folder;
    assertEquals(64, init("--provider", "appriver", "--yes").exit());
  }

  @Test
  void aGatewayIsToldByWhatItSendsOn() throws IOException {
    programs.put("nft -t list ruleset", DNAT);
    Terminal.Seen seen = init("--provider", "appriver", "--yes", "--format", "json");
    assertEquals("gateway", seen.json().string("role"));
    assertEquals(
        List.of("198.51.100.10", "198.51.100.11", "2001:db8::10"), seen.json().strings("servers"));
    assertTrue(Files.readString(file).contains("    hook: forward\n"));
    policy();
  }

  @Test
  void aPortThatLeadsIntoAContainerIsJudgedThereToo() throws IOException {
    programs.put("nft -t list ruleset", DNAT);
    there("run/docker.sock");
    Terminal.Seen seen = init("--provider", "appriver", "--yes", "--format", "json");
    assertEquals("host", seen.json().string("role"));
    assertEquals(List.of("Docker"), seen.json().object("found").strings("containers"));
    assertTrue(Files.readString(file).contains("    hook: [input, forward]\n"));
    policy();
  }

  @Test
  void whatIsBesideIsFound() throws IOException {
    there("etc/postfix/main.cf");
    Files.createDirectories(folder.resolve("etc/ufw"));
    Files.writeString(folder.resolve("etc/ufw/ufw.conf"), "ENABLED=yes\n");
    programs.put("nft -t list ruleset", "table inet filter {\n}\ntable inet postern {\n}\n");
    ProcNet _ =
        new ProcNet(folder.resolve("proc/net"))
            .listening(25)
            .established("198.51.100.10", 25, "10.7.0.9", 40_000, 5)
            .established("198.51.100.10", 25, "203.0.113.9", 40_001, 6);
    lab.neighbourhood().near("10.9.0.0/16", "198.51.100.1").resolvers("192.0.2.53");
    JsonTree found =
        init("--provider", "appriver", "--yes", "--format", "json").json().object("found");
    assertEquals(
        List.of("nftables: inet filter", "ufw: /etc/ufw/ufw.conf"), found.strings("filters"));
    assertEquals(List.of("Postfix"), found.strings("mailServers"));
    assertEquals(List.of("192.0.2.53"), found.strings("resolvers"));
    assertEquals(List.of("10.7.0.9", "203.0.113.9"), found.strings("connected"));
    String text = Files.readString(file);
    assertTrue(text.contains("{net: \"10.9.0.0/16\", label: \"on this network\"}"), text);
    assertTrue(text.contains("{net: \"10.7.0.9\", label: \"a private address"), text);
    assertFalse(text.contains("203.0.113.9"), text);
    assertTrue(text.contains("# Postfix is on this host."), text);
    assertTrue(text.contains("targets: [postfix]"), text);
    policy();
  }

  @Test
  void aConversationAsksUntilAnAnswerMakesSense() throws IOException {
    conversing = true;
    said.addAll(
        List.of(
            "nowhere",
            "appriver, spamtitan",
            "",
            "10.1.0.0/33",
            "10.1.0.0/16",
            "me@example.com",
            "Example.com., example.net",
            ""));
    Terminal.Seen seen = init();
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(shown.stream().anyMatch(line -> line.contains("appriver")), shown::toString);
    assertTrue(
        shown.stream().anyMatch(line -> line.contains("nowhere: no ruleset of that name")),
        shown::toString);
    assertTrue(shown.stream().anyMatch(line -> line.contains("10.1.0.0/33: ")), shown::toString);
    assertTrue(
        shown.stream().anyMatch(line -> line.contains("write example.com")), shown::toString);
    assertTrue(Files.readString(file).contains("accept: [appriver, spamtitan, own]"));
    assertEquals(List.of("example.com", "example.net"), policy().protects().domains());
    said.addAll(List.of("appriver", "", "-", "", ""));
    Terminal.Seen kept = init();
    assertEquals(3, kept.exit(), kept::toString);
    assertTrue(Files.readString(file).contains("spamtitan"));
    said.addAll(List.of("appriver", "", "-", "", "y"));
    assertEquals(0, init().exit());
    assertFalse(Files.readString(file).contains("spamtitan"));
    assertTrue(Files.readString(file).contains("#   own:\n"));
  }

  @Test
  void whoLeavesOrSaysNoWritesNothing() {
    conversing = true;
    List<List<String>> ways =
        List.of(
            List.of(),
            List.of("appriver"),
            List.of("appriver", "host", "-"),
            List.of("appriver", "host", "-", "-"),
            List.of("appriver", "host", "-", "-", "no"));
    for (List<String> answers : ways) {
      said.clear();
      said.addAll(answers);
      Terminal.Seen seen = init();
      assertEquals(3, seen.exit(), seen::toString);
      assertTrue(seen.err().contains("nothing was written"), seen::toString);
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestIsLookedAt() throws IOException {
    Path legacy = folder.resolve("proc/net/ip_tables_names");
    Files.createSymbolicLink(legacy, legacy);
    Terminal.Seen seen = init("--provider", "appriver", "--role", "host", "--yes");
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(seen.toString().contains("ip_tables_names"), seen::toString);
    assertTrue(Files.exists(file));
  }

  @Test
  void domainsThatAreSpelledOutAreProposedAndNoOthers() throws IOException {
    there("etc/postfix/main.cf");
    programs.put(
        "postconf -c " + folder.resolve("etc/postfix") + " -x -n",
        """
        mydestination = mx1.example.com, localhost.example.com, localhost, example.com, /etc/mail/names
        myhostname = mx1.example.com
        virtual_mailbox_domains = hash:/etc/postfix/domains, static:all example.net !example.info
        relay_domains = .example.org, xn--mller-kva.example Example.COM 192.0.2.1 inner
        """);
    there("usr/sbin/exim4");
    there("etc/exim4/update-exim4.conf.conf");
    programs.put(
        "exim4 -bP config",
        """
        domainlist local_domains = @ : localhost : exim.example : lsearch;/etc/domains : *.no.example
        domainlist relay_to_domains = <, second.example, third.example
        hostlist relay_from_hosts = <; 127.0.0.1 ; no.host.example
        """);
    there("var/qmail/control/rcpthosts");
    Files.writeString(folder.resolve("var/qmail/control/rcpthosts"), "q.example\n.below.example\n");
    Files.writeString(
        folder.resolve("etc/smtpd.conf"),
        """
        table aliases file:/etc/aliases
        table ours { "o.example", p.example, # ours
          '@' }
        table "pairs" { "r.example" = "x" }
        table filed file:/etc/mail/domains
        action "in" maildir
        match from any for domain "s.example" action "in"
        match from any tls for domain <ours> action "in"
        match from any for domain { t.example, \\
          "*.star.example" } action in
        match for domain <pairs> action "in"
        match from any for domain <filed> action "in"
        match from any ! for domain "not.example" action "in"
        match from any for ! domain "neither.example" action "in"
        match from src 192.0.2.1 for domain "refused.example" reject
        match for local action "in"
        """);
    JsonTree tree = init("--provider", "hosted-cloud", "--yes", "--format", "json").json();
    List<String> found =
        List.of(
            "example.com",
            "example.net",
            "xn--mller-kva.example",
            "exim.example",
            "second.example",
            "third.example",
            "q.example",
            "s.example",
            "o.example",
            "p.example",
            "t.example",
            "r.example");
    assertEquals(found, tree.object("found").strings("domains"));
    assertEquals(found, tree.strings("domains"));
    assertEquals(found, policy().protects().domains());
    assertEquals(
        List.of("mx.spamexperts.com", "fallbackmx.spamexperts.eu", "lastmx.spamexperts.net"),
        policy().protects().mx());
  }

  @Test
  void domainsThatAreNamedOrDeclinedAreNotThoseThatAreFound() throws IOException {
    there("etc/postfix/main.cf");
    programs.put(
        "postconf -c " + folder.resolve("etc/postfix") + " -x -n", "relay_domains = example.com\n");
    assertEquals(0, init("--provider", "mimecast", "--domain", "example.net", "--yes").exit());
    assertEquals(List.of("example.net"), policy().protects().domains());
    assertEquals(List.of(), policy().protects().mx());
    assertEquals(0, init("--provider", "mimecast", "--domain", "-", "--yes").exit());
    assertEquals(List.of(), policy().protects().domains());
    assertTrue(Files.readString(file).contains("\n#   domains: [\"example.com\"]\n"));
  }

  @Test
  void aHostOfManyDomainsHasNoneProposed() throws IOException {
    there("var/qmail/control/rcpthosts");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 33; i++) {
      many.append("d%d.example\n".formatted(i));
    }
    Files.writeString(folder.resolve("var/qmail/control/rcpthosts"), many);
    Terminal.Seen seen = init("--provider", "appriver", "--yes");
    assertTrue(seen.out().contains("d7.example, and 25 more"), seen::toString);
    assertEquals(List.of(), policy().protects().domains());
  }

  @Test
  void whatCannotBeSeenIsToldOnce() throws IOException {
    programs.clear();
    there("etc/postfix/main.cf");
    Terminal.Seen seen = init("--provider", "appriver", "--yes");
    List<String> unseen = seen.out().lines().filter(line -> line.contains("not seen")).toList();
    assertEquals(unseen.stream().distinct().toList(), unseen);
    assertTrue(unseen.toString().contains("postconf -c "), seen::toString);
  }

  @Test
  void thePolicyOfThePackageGivesWayUnlessItWasEdited() throws IOException {
    String body = Files.readString(Path.of("src/deb/policy.yaml"));
    String packaged =
        "# As it came with the package; the SHA-256 of the lines below is %s\n%s"
            .formatted(Sha256.hex(body), body);
    Files.writeString(file, packaged);
    Terminal.Seen seen = init("--provider", "appriver");
    assertEquals(0, seen.exit(), seen::toString);
    assertTrue(Files.readString(file).contains("postern:appriver"));
    String edited = packaged.replace("rules: []", "rules: [ ]");
    Files.writeString(file, edited);
    assertEquals(3, init("--provider", "appriver", "--yes").exit());
    assertEquals(edited, Files.readString(file));
  }
}
