package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.pipeline.check.Draft;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.Refusal;
import org.postern.policy.RuleScope;
import org.postern.policy.SetDefinition;
import org.postern.policy.SpfSource;
import org.postern.policy.parse.edit.PolicyEdit;

/** What comes with the program, by its names. */
class ShippedRulesetTest {
  private static final Path FOLDER = Path.of("rulesets");
  private static final Path PAGE = Path.of("src/site/markdown/rulesets.md");

  static final List<String> NAMES = ShippedRuleset.NAMES;

  /** As a manual says it, which forgot a letter once. */
  private static final Pattern REMINDER =
      Pattern.compile("your firewall or other external devices that connect to your? server");

  /** Where the mail server itself decides on each recipient, with a word that each of them has. */
  private static final Map<String, String> MAIL =
      Map.of("postfix", "defer", "exim", "defer", "opensmtpd", "reject");

  @TempDir private Path folder;

  private static ShippedRuleset ruleset(String name) {
    return ShippedRuleset.named(name).orElseThrow();
  }

  private static String unbroken(String head) {
    return head.replaceAll("\n#( |\n)+", " ");
  }

  private Policy policy(String name) throws IOException {
    Report report = new Report();
    Optional<Policy> policy = Assembly.policyFiles().parse(FOLDER.resolve(name + ".yaml"), report);
    assertEquals(List.of(), report.diagnostics());
    return policy.orElseThrow();
  }

  private Outcome.Planned compiled(String text, String target) throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), text);
    Path lock = Files.writeString(folder.resolve("policy.lock"), RulesetCompiler.LOCK);
    Request request =
        Request.of(policy).withLock(Optional.of(lock)).withTarget(Optional.of(target));
    return assertInstanceOf(
        Outcome.Planned.class,
        Assembly.pipeline(folder.resolve("state")).compile(request),
        () -> target + "\n" + text);
  }

  @Test
  void allOfTheFolderAreThereAsTheyAreInIt() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> listed = Files.list(FOLDER)) {
      listed.map(file -> file.getFileName().toString()).sorted().forEach(files::add);
    }
    List<String> names = NAMES.stream().map(name -> name + ".yaml").sorted().toList();
    assertEquals(files, names);
    assertEquals(NAMES.stream().sorted().toList(), NAMES);
    for (ShippedRuleset one : ShippedRuleset.all()) {
      assertEquals(Files.readString(FOLDER.resolve(one.name() + ".yaml")), one.text());
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void eachSaysWhatItIsForAndWhereItsFactsAreFrom(String name) {
    ShippedRuleset one = ruleset(name);
    assertTrue(one.title().endsWith("."), one.title());
    assertFalse(one.provider().isBlank());
    assertFalse(one.source().isBlank());
    LocalDate seen = LocalDate.parse(one.seen());
    assertTrue(seen.isAfter(LocalDate.of(2009, 1, 1)), one.seen());
    assertTrue(Set.of("live", "template").contains(one.status()), one.status());
    assertTrue(REMINDER.matcher(unbroken(one.text())).find(), "it does not remind of own devices");
  }

  /** A list with a date, and one of who may send, is looked at before it refuses. */
  @ParameterizedTest
  @FieldSource("NAMES")
  void whatIsNoListOfWhoDeliversTodayObserves(String name) throws IOException {
    Policy policy = policy(name);
    boolean spf =
        policy.sets().stream()
            .map(SetDefinition::sources)
            .flatMap(List::stream)
            .anyMatch(SpfSource.class::isInstance);
    String text = unbroken(ruleset(name).text());
    if (spf) {
      assertTrue(text.contains("SPF records, which tell who may send"), "it does not say why");
    }
    if (spf || ruleset(name).status().equals("template")) {
      policy.rules().stream()
          .filter(rule -> rule.scope() instanceof RuleScope.Packets)
          .flatMap(rule -> rule.otherwise().stream())
          .forEach(otherwise -> assertEquals(Refusal.OBSERVE, otherwise));
      assertTrue(text.contains("observe"), "it does not say why");
    }
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void eachCompilesForThePacketFiltersAndItsSetsForMailServers(String name) throws IOException {
    Policy policy = policy(name);
    String text = ruleset(name).text();
    List<AccessRule> rules = List.of();
    if (policy.rules().stream().anyMatch(rule -> rule.scope() instanceof RuleScope.Packets)) {
      for (String target : List.of("nftables", "iptables")) {
        String bound = text.replaceAll("(?ms)^targets:.*\\z", "");
        rules = compiled(bound + "targets: [" + target + "]\n", target).plan().after().rules();
        assertTrue(
            rules.stream().anyMatch(rule -> rule.peers() instanceof Peers.Only), rules::toString);
      }
    }
    String protects = policy.domains().isEmpty() ? "" : "protects: {mx: [mx.spamexperts.com]}\n";
    List<String> sets = policy.sets().stream().map(SetDefinition::name).toList();
    for (String target : MAIL.keySet()) {
      AccessRule mta =
          RulesetCompiler.rule(
              compiled(
                      """
                      %sinclude: [postern:%s]
                      rules:
                        - {name: mta, hook: smtp, accept: %s, otherwise: %s}
                      targets: [%s]
                      """
                          .formatted(protects, name, sets, MAIL.get(target), target),
                      target)
                  .plan()
                  .after(),
              "mta");
      rules.stream()
          .filter(rule -> rule.peers() instanceof Peers.Only)
          .forEach(rule -> assertEquals(rule.peers(), mta.peers(), target));
    }
  }

  @Test
  void aWrongNameGetsTheNearestOne() throws IOException {
    Diagnostic near = refused("postern:hosted-clouds");
    assertEquals(Code.MISSING_INCLUDE, near.code());
    assertEquals("write postern:hosted-cloud", near.fix());
    assertEquals("postern rulesets lists them", refused("postern:zzz").fix());
    assertTrue(refused("hosted-cloud.yaml").message().contains("there is no such file"));
  }

  private Diagnostic refused(String include) throws IOException {
    Path policy = Files.writeString(folder.resolve("p.yaml"), "include: [\"" + include + "\"]\n");
    Report report = new Report();
    assertEquals(Optional.empty(), Assembly.policyFiles().parse(policy, report));
    return report.diagnostics().getFirst();
  }

  @Test
  void aSetOfOneIsNotEditedThere() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            include: [postern:spamtitan]
            rules: [{name: smtp, port: tcp/25, accept: spamtitan, otherwise: observe}]
            """);
    Draft draft = Draft.open(Assembly.policyFiles(), policy, new Report()).orElseThrow();
    Draft.Edited edited =
        draft.edit(
            new PolicyEdit.AddSource(
                "spamtitan", PolicyEdit.NewSource.Addresses.of("198.51.100.9")));
    assertEquals(
        Code.SHIPPED_RULESET, assertInstanceOf(Draft.Edited.Refused.class, edited).why().code());
    Draft.Edited own = draft.edit(new PolicyEdit.SetOtherwise("smtp", Refusal.DROP));
    Draft changed = assertInstanceOf(Draft.Edited.Done.class, own).draft();
    assertInstanceOf(Draft.Written.Done.class, changed.write());
    assertTrue(Files.readString(policy).contains("otherwise: drop"));
  }

  @Test
  void theTextThatAGenerationHoldsIsReadWhateverComesWithTheProgramNow() {
    PolicyText other =
        new PolicyText("postern:spamtitan", "sets: {spamtitan: {sources: [198.51.100.1]}}\n");
    assertTrue(ShippedRuleset.isOther(other));
    assertFalse(
        ShippedRuleset.isOther(new PolicyText("postern:spamtitan", ruleset("spamtitan").text())));
    assertTrue(ShippedRuleset.isOther(new PolicyText("postern:gone", "")));
    String text =
        """
        include: [postern:spamtitan]
        rules: [{name: smtp, port: tcp/25, accept: spamtitan, otherwise: observe}]
        """;
    PolicyText first = new PolicyText("/etc/postern/policy.yaml", text);
    Report report = new Report();
    Policy policy =
        Assembly.policyFiles()
            .parse(first.name(), text, new Accepted.Texts(first, List.of(first, other)), report)
            .orElseThrow();
    assertEquals(List.of(first, other), Accepted.texts(policy));
    assertEquals(1, policy.set("spamtitan").orElseThrow().sources().size());
    assertEquals(
        Optional.empty(),
        Assembly.policyFiles()
            .parse(first.name(), text, new Accepted.Texts(first, List.of(first)), report));
    assertTrue(
        report.diagnostics().getFirst().message().contains("it was not accepted with the policy"));
  }

  @Test
  void aNewerTextShowsInThePlan() throws IOException {
    Lab lab =
        new Lab(folder)
            .policy(
                """
                include: [postern:spamtitan]
                rules: [{name: smtp, port: tcp/25, accept: spamtitan, otherwise: observe}]
                """);
    String now = ruleset("spamtitan").text();
    PolicyText before =
        new PolicyText("postern:spamtitan", now.replace("198.20.73.147", "198.20.73.148"));
    Pipeline pipeline = lab.pipeline();
    PolicyText own = new PolicyText(lab.file().toString(), Files.readString(lab.file()));
    PolicyFiles older = pipeline.files().sent(List.of(own, before));
    Request request = Request.of(lab.file());
    assertInstanceOf(Outcome.Proven.class, pipeline.withFiles(older).apply(request).getFirst());

    Outcome.Planned planned =
        assertInstanceOf(Outcome.Planned.class, lab.pipeline().plan(request).getFirst());
    assertFalse(planned.plan().isEmpty());
    assertEquals(
        List.of("postern:spamtitan is another text than the one that was accepted"),
        planned.prepared().notes());
    lab.pipeline().apply(request);
    Outcome.Planned again =
        assertInstanceOf(Outcome.Planned.class, lab.pipeline().plan(request).getFirst());
    assertTrue(again.plan().isEmpty());
    assertEquals(List.of(), again.prepared().notes());
  }

  /** A row of each: name, provider, source, day, status. */
  @Test
  void thePageListsThem() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();
    assertEquals(
        ShippedRuleset.all().stream()
            .map(
                one ->
                    "| `%s` | %s | %s | %s | %s |"
                        .formatted(
                            one.name(), one.provider(), one.source(), one.seen(), one.status()))
            .toList(),
        rows);
  }
}
