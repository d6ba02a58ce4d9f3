package org.postern.policy.parse.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.policy.parse.Examples;

/** What the fix says can be written in the place of the mistake, and is then read. */
class FixesTest {
  private static List<Diagnostic> read(String source, String port) {
    Report report = new Report();
    Optional<Policy> policy =
        Examples.PARSER.parse(
            "policy.yaml",
            """
            sets:
              other: {sources: [198.51.100.1]}
              a:
                sources:
                  - %s
            rules:
              - name: smtp
                port: %s
                accept: [a, other]
                otherwise: drop
            """
                .formatted(source, port),
            (including, path) -> new Loader.Loaded.Missing("none here"),
            report);
    assertEquals(report.hasErrors(), policy.isEmpty());
    return report.diagnostics();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "delivery.example.com | dns: delivery.example.com",
        "Delivery.Example.COM. | dns: delivery.example.com",
        "mx.example.com:25 | dns: mx.example.com",
        "nodes.txt | file: nodes.txt",
        "./lists/nodes | file: ./lists/nodes",
        "/etc/postern/nodes.list | file: /etc/postern/nodes.list",
        "192.0.2.1 mx1 | {net: 192.0.2.1, label: mx1}",
        "192.0.2.1\u00a0mx1, old | {net: 192.0.2.1, label: \"mx1, old\"}",
        "192.0.2.1, | 192.0.2.1",
        "192.0.2.1 to 192.0.2.9 | 192.0.2.1-192.0.2.9",
        "192.0.2.0 255.255.255.0 | 192.0.2.0/255.255.255.0",
        "192.0.2.0 / 24 | 192.0.2.0/24",
        "\"[2001:db8::]/32\" | 2001:db8::/32",
        "ip4:192.0.2.0/24 | 192.0.2.0/24",
      })
  void ofASourceIsExact(String written, String meant) {
    List<Diagnostic> found = read(written, "tcp/25");
    assertEquals(List.of("write " + meant), found.stream().map(Diagnostic::fix).toList());
    assertEquals(List.of(), read(meant, "tcp/25"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns:mx.example.com | dns: mx.example.com",
        "file:nodes.txt | file: nodes.txt",
        "dns mx.example.com | dns: mx.example.com",
        "other | set: other",
        "https://example.com/l.txt | url: https://example.com/l.txt",
        "HTTP://Example.com/l.txt | url: https://example.com/l.txt",
        "ftp://example.com/l.txt | url: and an address that begins with https://",
        "include:_spf.example.com | spf: _spf.example.com",
        "v=spf1 -all | spf: and the domain that has this record",
        "any | accept: any",
        "\"*.example.com\" | ptr: example.com",
        ".Example.com | ptr: example.com",
        "{net: \"*.example.com\"} | ptr: example.com",
        "{dns: \"*.example.com\"} | ptr: example.com",
        "{spf: .example.com} | ptr: example.com",
        "{ptr: .example.com} | write example.com",
        "{ptr: com} | write more of the name",
        "b\u00fccher.example | dns: and the name in its ASCII form",
      })
  void ofOtherKindsNamesThem(String written, String part) {
    List<Diagnostic> found = read(written, "tcp/25");
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().fix().contains(part), found::toString);
  }

  @Test
  void aNameCannotStandWhereOnlyAddressesCan() {
    Report report = new Report();
    Examples.PARSER.parse(
        "policy.yaml",
        """
        sets: {a: {sources: [192.0.2.1], never: [mx.example.com]}}
        rules: [{name: smtp, port: tcp/25, accept: [a], otherwise: drop}]
        """,
        (including, path) -> new Loader.Loaded.Missing("none here"),
        report);
    assertTrue(!report.diagnostics().getFirst().fix().contains("dns:"), report::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "25 | write tcp/25",
        "smtp | write tcp/25",
        "tcp/smtp | write tcp/25",
        "submission | write tcp/587",
        "TCP/25 | write tcp/25",
        "25/tcp | write tcp/25",
        "tcp:25 | write tcp/25",
        "port 25 | write tcp/25",
        "{tcp: 25} | write tcp/25",
        "[25] | write tcp/25",
        "[tcp/25, smtps] | write tcp/465",
        "tcp/25,465 | write [tcp/25, tcp/465]",
        "tcp/25 tcp/465 | write [tcp/25, tcp/465]",
        "25, 465, 2500-2599 | write [tcp/25, tcp/465, tcp/2500-2599]",
        "2500-2599 | write tcp/2500-2599",
        "tcp/2500:2599 | write tcp/2500-2599",
        "tcp/2500-tcp/2599 | write tcp/2500-2599",
        "tcp/2599-2500 | write tcp/2500-2599",
        "tcp/0-65535 | write tcp/1 to tcp/65535",
        "tcp/1-65536 | write tcp/1 to tcp/65535",
        "udp/53 | take the rule out, or write tcp/ and a number",
        "any | write tcp/ and one number, such as tcp/25",
      })
  void ofAPortIsExact(String written, String fix) {
    List<Diagnostic> found = read("192.0.2.1", written);
    assertEquals(List.of(fix), found.stream().map(Diagnostic::fix).toList());
    if (fix.matches("write (tcp/|\\[).*") && !fix.contains(" and ") && !fix.contains(" to ")) {
      assertEquals(List.of(), read("192.0.2.1", fix.substring("write ".length())));
    }
  }

  @Test
  void blanksOfWebPagesAreToldWhereYamlWantsSpaces() {
    for (String blank : List.of("\u00a0", "\u2003", "\u3000")) {
      for (String text :
          List.of(
              "sets:\n" + blank + blank + "a: {sources: [192.0.2.1]}\n",
              "sets:\n  a:\n    sources:\n      -" + blank + "192.0.2.1\n",
              "sets:\n  a:\n    sources:\n      - dns:" + blank + "mx.example.com\n",
              "sets:\n  a:" + blank + "{sources: [192.0.2.1]}\n",
              "sets:\n  a: {sources: [192.0.2.1," + blank + "192.0.2.2]}\n")) {
        Report report = new Report();
        Examples.PARSER.parse(
            "policy.yaml", text, (including, path) -> new Loader.Loaded.Missing(""), report);
        assertEquals("P0118", report.diagnostics().getFirst().code().id(), text);
        Report mended = new Report();
        Examples.PARSER.parse(
            "policy.yaml",
            text.replace(blank, " "),
            (including, path) -> new Loader.Loaded.Missing(""),
            mended);
        assertTrue(!mended.hasErrors(), () -> text + mended.diagnostics());
      }
    }
    assertEquals(
        List.of(), read("{net: 192.0.2.1, label: \"a:\u00a0b,\u00a0c\"} # d:\u00a0e", "tcp/25"));
  }
}
