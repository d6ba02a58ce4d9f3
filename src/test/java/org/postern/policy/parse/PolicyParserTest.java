package org.postern.policy.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.widening.Tradeoff;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.DnsSource;
import org.postern.policy.FileSource;
import org.postern.policy.GuardSpec;
import org.postern.policy.Hook;
import org.postern.policy.KeepSpec;
import org.postern.policy.LiteralSource;
import org.postern.policy.LogRate;
import org.postern.policy.Policy;
import org.postern.policy.Ports;
import org.postern.policy.ProtectSpec;
import org.postern.policy.Refusal;
import org.postern.policy.ResolveSettings;
import org.postern.policy.Rule;
import org.postern.policy.SetDefinition;
import org.postern.policy.SourceSpec;
import org.postern.policy.WidenSpec;
import org.postern.policy.parse.text.Loader;

public class PolicyParserTest {
  /** The example of the manual: one gateway in front of an inner mail server. */
  public static final String EXAMPLE =
      """
      # /etc/postern/policy.yaml: one gateway in front of an inner mail server
      include: [hosted-cloud.yaml]                # provider sets; relative to this file
      sets:
        own:
          sources:
            - 10.0.0.5                            # address, prefix, a-b, or address/netmask
            - {net: 198.51.100.7, label: "monitoring, CHG-812", until: 2027-06-30}
      rules:
        - name: smtp
          hook: [input, forward]
          in: [eth0]                              # interfaces
          to: [198.51.100.10]                     # server addresses, before DNAT
          port: tcp/25
          accept: [hosted-cloud, own]             # sets; or any; or none
          otherwise: observe                      # drop, reject (TCP reset), observe
          review: 2026-12-06                      # reminds; never enforces by itself
        - {name: dns, hook: output, port: tcp/53, accept: any}
      protects: {domains: [example.com], mx: [antispamcloud.com]}
      resolve: {servers: [127.0.0.53], deadline: 20s, ttl: {floor: 60s, cap: 24h}}
      targets: [auto]
      """;

  public static final String PROVIDER =
      """
      sets:
        hosted-cloud:
          sources:
            - dns: Nodes.Filter.Example.
            - {dns: more.filter.example, family: ip6}
            - file: lists/extra.txt
          never: [192.0.2.99]
          guard: {at-least: 4, at-most: 500, shrink: 20%, grow: 50%, widest: {ip: /24}, special: allow}
          keep: {removed: 36h, alarm-after: 2d}
          widen: {prefix: 24}
          initial: policy.lock
      """;

  private static final Map<String, String> FILES = Map.of("/etc/p/hosted-cloud.yaml", PROVIDER);

  private final Report report = new Report();

  private static Loader loader(Map<String, String> files) {
    return (including, path) -> {
      String name = including.substring(0, including.lastIndexOf('/') + 1) + path;
      return Optional.ofNullable(files.get(name))
          .<Loader.Loaded>map(text -> new Loader.Loaded.Text(name, text))
          .orElseGet(() -> new Loader.Loaded.Missing("no such file"));
    };
  }

  private Policy good(String text) {
    Optional<Policy> policy = parse(text);
    assertTrue(policy.isPresent(), () -> report.diagnostics().toString());
    return policy.get();
  }

  private Optional<Policy> parse(String text) {
    return Examples.PARSER.parse("/etc/p/policy.yaml", text, loader(FILES), report);
  }

  private List<Code> codes(String text) {
    parse(text);
    return report.diagnostics().stream().map(Diagnostic::code).toList();
  }

  @Test
  void theExampleOfTheManualIsAPolicy() {
    Policy policy = good(EXAMPLE);
    assertEquals(List.of(), report.diagnostics());
    assertEquals(
        List.of("hosted-cloud", "own"), policy.sets().stream().map(SetDefinition::name).toList());
    assertEquals(List.of("smtp", "dns"), policy.rules().stream().map(Rule::name).toList());
    assertEquals(
        new ProtectSpec(List.of("example.com"), List.of("antispamcloud.com")), policy.protects());
    assertEquals(List.of("auto"), policy.targets().stream().map(t -> t.name()).toList());
    assertEquals(
        new ResolveSettings(
            List.of("127.0.0.53:53"),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofHours(24),
            Optional.empty()),
        policy.resolve());
    assertEquals(List.of(EXAMPLE, PROVIDER), policy.texts().stream().map(t -> t.text()).toList());
  }

  @Test
  void aNameIsReadWithItsTypeAndProof() {
    Policy policy =
        good(
            """
            sets: {s: {sources: [dns: a.example, {dns: a.example, type: mx, secure: true}]}}
            rules: [{name: r, port: tcp/25, accept: [s], otherwise: drop}]
            resolve: {anchors: keys/root.ds}
            """);
    List<SourceSpec> sources = policy.set("s").orElseThrow().sources();
    assertEquals(
        List.of("dns a.example", "dns a.example type mx secure"),
        sources.stream().map(SourceSpec::id).toList());
    assertEquals(Optional.of("/etc/p/keys/root.ds"), policy.resolve().anchors());
  }

  @Test
  void aRuleIsReadInFull() {
    Rule smtp = good(EXAMPLE).rule("smtp").orElseThrow();
    assertEquals(Set.of(Hook.INPUT, Hook.FORWARD), smtp.packets().orElseThrow().hooks());
    assertEquals(List.of("eth0"), smtp.packets().orElseThrow().interfaces());
    assertEquals(
        "{198.51.100.10}",
        smtp.packets().orElseThrow().servers().map(AddressSet::toString).orElse(""));
    assertEquals(Ports.of(25), smtp.packets().orElseThrow().ports());
    assertEquals(new Rule.Accept.Sets(List.of("hosted-cloud", "own")), smtp.accept());
    assertEquals(Optional.of(Refusal.OBSERVE), smtp.otherwise());
    assertEquals(Optional.of(LocalDate.of(2026, 12, 6)), smtp.review());
    assertEquals(Rule.Unknown.OPEN, smtp.unknown());
    assertEquals(Rule.Running.KEEP, smtp.packets().orElseThrow().running());
    assertEquals("/etc/p/policy.yaml:9:11", smtp.span().position());
  }

  @Test
  void theOtherKeysOfARuleAreRead() {
    Rule rule =
        good("""
        rules:
          - {name: pop, port: tcp/110, accept: [own], otherwise: reject, never: ["2001:db8::1"],
             unknown: closed, running: cut, log: {rate: 5/m}, opens: true}
        sets: {own: {sources: [{file: own.txt}]}}
        """)
            .rule("pop")
            .orElseThrow();
    assertEquals(Set.of(Hook.INPUT), rule.packets().orElseThrow().hooks());
    assertEquals(new Rule.Accept.Sets(List.of("own")), rule.accept());
    assertEquals(Optional.of(Refusal.REJECT), rule.otherwise());
    assertEquals("2001:db8::1", rule.never().getFirst().text());
    assertEquals(Rule.Unknown.CLOSED, rule.unknown());
    assertEquals(Rule.Running.CUT, rule.packets().orElseThrow().running());
    assertEquals(Optional.of(new LogRate(5, LogRate.Unit.MINUTE)), rule.log());
    assertTrue(rule.opens());
  }

  @Test
  void aSetIsReadInFull() {
    SetDefinition set = good(EXAMPLE).set("hosted-cloud").orElseThrow();
    assertEquals(
        List.of("dns nodes.filter.example", "dns more.filter.example", "file lists/extra.txt"),
        set.sources().stream().map(SourceSpec::id).toList());
    assertEquals(Set.of(Family.IP6), ((DnsSource) set.sources().get(1)).families());
    assertEquals("/etc/p/lists/extra.txt", ((FileSource) set.sources().get(2)).resolvedPath());
    assertEquals(new GuardSpec(4, 500, 20, 50, 24, 32, true, true, true), set.guard());
    assertEquals(
        new KeepSpec(Duration.ofHours(36), Duration.ofDays(2), Duration.ofHours(36)), set.keep());
    assertEquals(Optional.of(new WidenSpec.Blocks(24, 128)), set.widen());
    assertEquals(Optional.of("/etc/p/policy.lock"), set.initial());
    assertEquals("192.0.2.99", set.never().getFirst().text());
  }

  @Test
  void literalsKeepLabelAndLastDay() {
    LiteralSource literal = (LiteralSource) good(EXAMPLE).set("own").orElseThrow().sources().get(1);
    assertEquals("monitoring, CHG-812", literal.label());
    assertEquals(Optional.of(LocalDate.of(2027, 6, 30)), literal.until());
    assertEquals("198.51.100.7", literal.text());
  }

  @Test
  void wordsOfYaml11AreStrings() {
    assertEquals(
        List.of(Code.BAD_WORD),
        codes("rules: [{name: no, port: tcp/25, accept: any, opens: yes}]"));
  }

  @Test
  void targetsTakeOptions() {
    Policy policy =
        good(
            """
            rules: [{name: dns, port: tcp/53, accept: any}]
            targets: [nftables, {windows: {mode: block-complement, rules: [smtp, pop]}}]
            """);
    assertEquals(
        Map.of("mode", "block-complement", "rules", "smtp,pop"), policy.targets().get(1).options());
  }

  private ProtectSpec protects(String text) {
    return good("rules: [{name: smtp, port: tcp/25, accept: none, otherwise: drop}]\nprotects: "
            + text)
        .protects();
  }

  private List<String> fixesOfProtects(String text) {
    parse("rules: [{name: dns, port: tcp/53, accept: any}]\nprotects: " + text);
    return report.diagnostics().stream().map(Diagnostic::fix).toList();
  }

  @Test
  void namesOfTheFilterAreReadLikeDomains() {
    assertEquals(
        new ProtectSpec(List.of("example.com"), List.of("mx.filter.example", "filter.example")),
        protects("{domains: [Example.COM.], mx: [MX.filter.example., filter.example]}"));
    assertEquals(
        new ProtectSpec(List.of("example.com"), List.of()), protects("{domains: [example.com]}"));
  }

  @Test
  void aNameOfTheFilterStandsForTheNamesBelowItAndForNoOther() {
    ProtectSpec spec = protects("{domains: [example.com], mx: [filter.example]}");
    assertTrue(spec.isFilter("filter.example"));
    assertTrue(spec.isFilter("mx1.eu.filter.example"));
    assertFalse(spec.isFilter("nofilter.example"));
    assertFalse(spec.isFilter("filter.example.com"));
    assertFalse(spec.isFilter("example"));
  }

  @Test
  void aPatternIsNoNameOfTheFilter() {
    assertEquals(
        List.of("write filter.example, which stands for the names below it too"),
        fixesOfProtects("{domains: [example.com], mx: ['*.filter.example']}"));
  }

  @Test
  void aTopLevelDomainIsNoNameOfTheFilter() {
    assertEquals(
        List.of("write more of the name"),
        fixesOfProtects("{domains: [example.com], mx: [example]}"));
  }

  @Test
  void whoseMailIsProtectedMustBeSaid() {
    assertEquals(List.of("add domains: [example.com]"), fixesOfProtects("{mx: [filter.example]}"));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreTolerated() {
    good("\uFEFF" + EXAMPLE.replace("\n", "\r\n"));
    assertEquals(List.of(), report.diagnostics());
  }

  @Test
  void allMistakesOfATextAreReportedInOneRun() {
    assertEquals(
        List.of(
            Code.BAD_ADDRESS,
            Code.UNKNOWN_KEY,
            Code.BAD_NAME,
            Code.BAD_PORT,
            Code.UNDEFINED_SET,
            Code.MISSING_KEY,
            Code.FORWARD_UNBOUNDED,
            Code.BAD_WORD,
            Code.UNKNOWN_TARGET),
        codes(
            """
            sets:
              own:
                sources: [10.0.0.5/8]
                gaurd: {}
            rules:
              - {name: Smtp, port: 25, accept: [owm], otherwise: drop}
              - {name: pop, hook: forward, port: tcp/110, accept: own}
              - {name: imap, port: tcp/143, accept: own, otherwise: dorp}
            targets: [nftable]
            """));
  }

  @Test
  void hostBitsAreRefusedWithThePrefixThatWasMeant() {
    parse("sets: {own: {sources: [198.51.100.7/24]}}\n");
    assertEquals("write 198.51.100.0/24", report.diagnostics().getFirst().fix());
  }

  @Test
  void includesGiveTheirSetsOnceHoweverOftenTheyAreReached() {
    Map<String, String> files =
        Map.of(
            "/etc/p/a.yaml", "include: [c.yaml]\n",
            "/etc/p/b.yaml", "include: [c.yaml]\n",
            "/etc/p/c.yaml", "sets: {own: {sources: [10.0.0.5]}}\n");
    Optional<Policy> policy =
        Examples.PARSER.parse(
            "/etc/p/policy.yaml",
            """
            include: [a.yaml, b.yaml]
            rules: [{name: smtp, port: tcp/25, accept: own, otherwise: drop}]
            """,
            loader(files),
            report);
    assertEquals(1, policy.orElseThrow().sets().size());
    assertEquals(4, policy.orElseThrow().texts().size());
  }

  @Test
  void aMissingIncludeIsAMissingFile() {
    parse("include: [gone.yaml]\n");
    assertTrue(report.diagnostics().getFirst().code().missingFile());
  }

  @Test
  void aFileThatIncludesItselfIsACycle() {
    Map<String, String> files = Map.of("/etc/p/policy.yaml", "include: [policy.yaml]\n");
    Examples.PARSER.parse("/etc/p/policy.yaml", "include: [policy.yaml]\n", loader(files), report);
    assertEquals(Code.INCLUDE_CYCLE, report.diagnostics().getFirst().code());
  }

  @Test
  void rulesThatCannotMeetAreFine() {
    good(
        """
        sets: {own: {sources: [10.0.0.5]}}
        rules:
          - {name: a, port: tcp/25, in: eth0, accept: own, otherwise: drop}
          - {name: b, port: tcp/25, in: eth1, accept: own, otherwise: drop}
          - {name: c, port: tcp/25, hook: output, to: 192.0.2.0/24, accept: own, otherwise: drop}
          - {name: d, port: tcp/25, hook: output, to: "2001:db8::/32", accept: own, otherwise: drop}
        """);
    assertEquals(List.of(), report.diagnostics());
  }

  @Test
  void budgetsOfWideningAndTheirBoundsAreRead() {
    assertEquals(
        new WidenSpec.Budget(Optional.of(64), Optional.empty(), 0, 64, Tradeoff.Form.PREFIXES),
        widening("{entries: 64}"));
    assertEquals(
        new WidenSpec.Budget(Optional.empty(), Optional.of(0), 24, 48, Tradeoff.Form.RANGES),
        widening("{extra: 0, prefix: 24, prefix6: 48, form: ranges}"));
    assertEquals(
        new WidenSpec.Budget(Optional.of(9), Optional.of(99), 0, 64, Tradeoff.Form.PREFIXES),
        widening("{entries: 9, extra: 99, form: prefixes}"));
    assertEquals(new WidenSpec.Blocks(24, 64), widening("{prefix: 24, prefix6: 64}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{entries: 0} | P0306",
        "{entries: many} | P0306",
        "{extra: -1} | P0306",
        "{extra: 1000000000} | P0306",
        "{form: ranges} | P0203",
        "{form: ranges, prefix: 24} | P0203",
        "{entries: 9, form: lists} | P0314",
        "{entries: 9, prefix: 4} | P0308",
        "{} | P0203"
      })
  void whatIsNoWideningIsSaid(String widen, String code) {
    String text = WIDENING.formatted(widen);
    assertEquals(List.of(code), codes(text).stream().map(Code::id).toList());
  }

  private WidenSpec widening(String widen) {
    SetDefinition set = parse(WIDENING.formatted(widen)).orElseThrow().sets().getFirst();
    return set.widen().orElseThrow();
  }

  private static final String WIDENING =
      """
      sets: {a: {sources: [192.0.2.1], widen: %s}}
      rules: [{name: smtp, port: tcp/25, accept: a, otherwise: drop}]
      """;
}
