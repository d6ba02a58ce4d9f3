package org.postern.policy.parse.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.DomainGuard;
import org.postern.policy.DomainSetDefinition;
import org.postern.policy.DomainSource;
import org.postern.policy.Policy;
import org.postern.policy.parse.Examples;
import org.postern.policy.parse.list.DomainListParser;

final class DomainSetTest {
  private static final String RULES =
      """
      sets: {own: {sources: [10.0.0.5]}}
      rules: [{name: smtp, port: tcp/25, accept: own, otherwise: drop}]
      """;

  private final Report report = new Report();

  private Optional<Policy> parse(String text, Map<String, String> files) {
    Loader loader =
        (including, path) ->
            files.containsKey(path)
                ? new Loader.Loaded.Text("/etc/p/" + path, files.get(path))
                : new Loader.Loaded.Missing("no such file");
    return Examples.PARSER.parse("/etc/p/policy.yaml", text, loader, report);
  }

  private Policy policy(String domains) {
    return parse(RULES + domains, Map.of()).orElseThrow(() -> new AssertionError(report));
  }

  private List<String> codes() {
    return report.diagnostics().stream().map(one -> one.code().id()).toList();
  }

  @Test
  void readsAllOfTheGrammar() {
    DomainSetDefinition set =
        policy(
                """
                domains:
                  hosted:
                    sources: [Example.COM., {file: local.domains}, {file: /etc/localdomains}]
                    mx: filter
                    subdomains: true
                    never: [intranet.example.com]
                    guard: {shrink: 30%, grow: 50%}
                protects: {mx: [filter.example]}
                """)
            .domainSet("hosted")
            .orElseThrow();

    assertEquals(
        List.of("domain example.com", "file local.domains", "file /etc/localdomains"),
        set.sources().stream().map(DomainSource::id).toList());
    assertEquals(
        "/etc/p/local.domains", ((DomainSource.ListFile) set.sources().get(1)).resolvedPath());
    assertTrue(set.filtered());
    assertTrue(set.subdomains());
    assertEquals(new DomainGuard(30, 50), set.guard());
    assertTrue(set.excludes("www.intranet.example.com"));
    assertFalse(set.excludes("xintranet.example.com"));
    assertEquals(List.of("P0433", "P0402"), codes());
  }

  @Test
  void hasDefaults() {
    DomainSetDefinition set =
        policy("domains: {hosted: {sources: [example.com], never: [a.example.com]}}")
            .domainSet("hosted")
            .orElseThrow();

    assertFalse(set.filtered());
    assertFalse(set.subdomains());
    assertEquals(DomainGuard.DEFAULT, set.guard());
    assertFalse(set.excludes("b.a.example.com"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domains: [example.com] | P0204",
        "domains: {hosted: [example.com]} | P0204",
        "domains: {hosted: } | P0204",
        "domains: {hosted: {}} | P0203",
        "domains: {hosted: {sources: []}} | P0206",
        "domains: {hosted: {sources: example.com}} | P0204",
        "domains: {hosted: {sources: [{dns: example.com}]}} | P0201",
        "domains: {hosted: {sources: [a.example], mx: filtered}} | P0314",
        "domains: {hosted: {sources: [a.example], subdomains: no}} | P0314",
        "domains: {hosted: {sources: [a.example], guard: {at-least: 3}}} | P0201",
        "domains: {hosted: {sources: [a.example], guard: {shrink: 101%}}} | P0305",
        "domains: {hosted: {sources: [a.example], never: [A.example.]}} | P0408",
        "domains: {Hosted: {sources: [a.example]}} | P0302",
        "domains: {own: {sources: [a.example]}} | P0410",
        "domains: {hosted: {sources: [example]}} | P0320",
        "domains: {hosted: {sources: ['*.a.example']}} | P0320",
      })
  void saysWhatIsWrong(String domains, String code) {
    assertTrue(parse(RULES + domains + "\n", Map.of()).isEmpty(), domains);
    assertTrue(codes().contains(code), report::toString);
    for (Diagnostic one : report.diagnostics()) {
      assertFalse(one.fix().isEmpty(), one::toString);
    }
  }

  @Test
  void warnsOfADomainThatIsWrittenInTwoSpellings() {
    policy("domains: {hosted: {sources: [b\u00fccher.example, XN--BCHER-KVA.example.]}}");
    assertEquals(List.of("P0413", "P0402"), sorted("P0413", "P0402"));
  }

  private List<String> sorted(String... expected) {
    assertEquals(new TreeSet<>(List.of(expected)), new TreeSet<>(codes()));
    return List.of(expected);
  }

  @Test
  void takesTheSetsOfIncludedFiles() {
    Policy policy =
        parse(
                "include: [panel.yaml]\n" + RULES,
                Map.of("panel.yaml", "domains: {hosted: {sources: [{file: local}]}}\n"))
            .orElseThrow();
    assertEquals(
        "/etc/p/local",
        ((DomainSource.ListFile) policy.domains().getFirst().sources().getFirst()).resolvedPath());
    assertEquals(List.of(), codes());

    String twice = "domains: {hosted: {sources: [b.example]}}\n";
    assertTrue(
        parse(
                "include: [panel.yaml]\n" + RULES + twice,
                Map.of("panel.yaml", "domains: {hosted: {sources: [a.example]}}\n"))
            .isEmpty());
    assertEquals(List.of("P0410"), codes());
  }

  private Optional<List<String>> list(String text) {
    return DomainListParser.read("/etc/localdomains", text, true, report).map(List::copyOf);
  }

  @Test
  void readsListsOfPanels() {
    assertEquals(
        Optional.of(List.of("a.example", "b.example", "host", "xn--bcher-kva.example")),
        list(
            "\ufeff# domains\r\nb.example\r\n  A.example.  # first\r\n\r\n; old\n// older\n"
                + "b.example\nhost\nb\u00fccher.example"));
    assertEquals(Optional.of(List.of()), list(""));
    assertEquals(List.of(), report.diagnostics());
  }

  @Test
  void namesNothingWhereALineOfAListIsWrong() {
    assertEquals(Optional.empty(), list("a.example\n  b_c.example # old\nb.example: admin\n"));
    assertEquals(
        List.of("/etc/localdomains:2:3", "/etc/localdomains:3:1"),
        report.diagnostics().stream()
            .map(
                one ->
                    "%s:%d:%d".formatted(one.span().file(), one.span().line(), one.span().column()))
            .toList());
  }

  @Test
  void saysOnceThatAFileIsNoList() {
    assertEquals(Optional.empty(), list("<html>\n<body>\nb c\n"));
    assertEquals(List.of("P0508"), codes());
  }

  @Test
  void boundsWhatItSaysOfAFileThatIsNoList() {
    assertEquals(Optional.empty(), list("not a domain at all!\n".repeat(5_000)));
    assertEquals(21, report.diagnostics().size());
  }

  @Test
  void refusesBytesThatNoTextHas() {
    assertEquals(Optional.empty(), list("a.example\u0000\n"));
    assertEquals(Optional.empty(), list(SourceText.decode(new byte[] {(byte) 0xff, 'a'})));
    assertTrue(report.hasErrors());
  }
}
