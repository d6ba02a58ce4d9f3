package org.postern.policy.parse.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.parse.ListTexts;

class ListFileParserTest {
  private final Report report = new Report();

  private List<String> read(String text) {
    return ListTexts.read("nodes.txt", text, report).stream()
        .map(line -> line.line() + " " + line.interval() + " " + line.label())
        .toList();
  }

  @Test
  void addressesPrefixesRangesAndLabelsAreRead() {
    assertEquals(
        List.of(
            "2 192.0.2.1 first node",
            "4 192.0.2.0/24 ",
            "5 192.0.2.1-192.0.2.9 ",
            "6 2001:db8::/32 v6",
            "7 198.51.100.7 - the old one"),
        read(
            "\uFEFF# nodes\r\n192.0.2.1\tfirst node\r\n\r\n 192.0.2.0/24 # c\r\n"
                + "192.0.2.1-192.0.2.9\r\n2001:db8::/32 v6\r\n198.51.100.7 - the old one"));
    assertEquals(List.of(), report.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1 - 192.0.2.9",
        "192.0.2.0 /24",
        "192.0.2.0 255.255.255.0",
        "192.0.2.1, 192.0.2.2",
        "192.0.2.1 192.0.2.2",
        "192.0.2.1 , 192.0.2.2",
        "192.0.2.1;",
        "node.example",
        "<html>"
      })
  void linesThatCouldMeanTwoThingsAreErrors(String line) {
    assertEquals(List.of(), read(line));
    assertEquals(Code.LIST_LINE, report.diagnostics().getFirst().code());
  }

  @Test
  void whatIsNoListIsReportedBriefly() {
    read("nothing here\n".repeat(10_000));
    assertEquals(21, report.diagnostics().size());
    assertEquals(Span.wholeFile("nodes.txt"), report.diagnostics().getLast().span());
  }

  @Test
  void aHundredThousandLinesAreReadQuickly() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append("10.").append(i >> 16).append('.').append((i >> 8) & 255);
      text.append('.').append(i & 255).append(" node ").append(i).append('\n');
    }
    assertTimeout(
        Duration.ofSeconds(10), () -> assertEquals(100_000, read(text.toString()).size()));
  }

  @Test
  void aLineOfTenMegabytesIsReportedByItsStart() {
    read("192.0.2.1 " + "x".repeat(10 << 20));
    assertEquals(Code.LIST_LINE_TOO_LONG, report.diagnostics().getFirst().code());
    assertTrue(report.diagnostics().getFirst().span().excerpt().length() < 1_000);
  }

  @Test
  void hiddenCharactersInLabelsAreRefused() {
    assertEquals(List.of(), read("192.0.2.1 a\u001b[31mb"));
    assertEquals(Code.CONTROL_CHARACTER, report.diagnostics().getFirst().code());
  }

  /** As copied from the page of a provider, with its no-break spaces. */
  @Test
  void theListOfAPageIsReadWithItsNames() {
    String blank = "\u00a0 \u00a0";
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 15; i++) {
      String label = i < 14 ? "server%d.example.com".formatted(i) : "Load\u00a0 Balancer " + i;
      text.append(blank.repeat(6)).append(" 192.0.2.").append(i).append(blank.repeat(11));
      text.append("\u2003").append(label).append(blank.repeat(i % 3)).append("\n\n");
    }
    List<String> read = read(text.toString());
    assertEquals(List.of(), report.diagnostics());
    assertEquals(15, read.size());
    assertEquals("1 192.0.2.1 server1.example.com", read.getFirst());
    assertEquals("29 192.0.2.15 Load Balancer 15", read.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\t", " ", "\u00a0", "\u1680", "\u2000", "\u2002", "\u2003", "\u2007", "\u2009", "\u200a",
        "\u202f", "\u205f", "\u3000"
      })
  void blanksOfAnyScriptAreBlanks(String blank) {
    String line = blank + "192.0.2.1" + blank + blank + "a" + blank + "b" + blank;
    assertEquals(List.of("1 192.0.2.1 a b"), read(line));
    assertEquals(List.of(), report.diagnostics());
  }

  @Test
  void commentsOfOtherProgramsAreRead() {
    assertEquals(
        List.of("3 192.0.2.0/24 SBL256894", "4 192.0.2.1 core router", "5 192.0.2.2 "),
        read(
            """
            ; Spamhaus DROP List 2026/05/20
             // none
            192.0.2.0/24 ; SBL256894
            192.0.2.1 // core router
            192.0.2.2 ;
             \t;x
            //
            """));
    assertEquals(List.of(), report.diagnostics());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "207.97.230.0\u00a0 /\u00a0 255.255.255.0 | write 207.97.230.0/255.255.255.0",
        "72.32.253.0 / 255.255.255.0 EXG4 | write 72.32.253.0/255.255.255.0 EXG4",
        "192.0.2.0 / 24 | write 192.0.2.0/24",
        "192.0.2.0/ 24 rack | write 192.0.2.0/24 rack",
        "192.0.2.0 255.255.255.0 lab | write 192.0.2.0/255.255.255.0 lab",
        "192.0.2.0 0.0.0.255 | write 192.0.2.0/24",
        "192.0.2.0 netmask 255.255.255.0 | write 192.0.2.0/255.255.255.0",
        "1.1.1.1 to 10.1.1.3 | write 1.1.1.1-10.1.1.3",
        "1.1.1.1 to 10.1.1.3. | write 1.1.1.1-10.1.1.3",
        "192.0.2.1 \u2013 192.0.2.9 lab | write 192.0.2.1-192.0.2.9 lab",
        "192.0.2.1\u2013192.0.2.9 | write 192.0.2.1-192.0.2.9",
        "192.0.2.1 - 192.0.2.9 | write 192.0.2.1-192.0.2.9",
        "192.0.2.1- 192.0.2.9 | write 192.0.2.1-192.0.2.9",
        "192.0.2.1 .. 192.0.2.9 | write 192.0.2.1-192.0.2.9",
        "192.0.2.1 - 9 | write 192.0.2.1-192.0.2.9",
        "192.0.2.1 through 9 | write 192.0.2.1-192.0.2.9",
        "2001:db8::1 to 2001:db8::9 | write 2001:db8::1-2001:db8::9",
        "192.0.2.0/24, | write 192.0.2.0/24",
        "192.0.2.0/24; lab | write 192.0.2.0/24 lab",
        "192.0.2.0/24,AU,x | write 192.0.2.0/24 AU x",
        "~192.0.2.0/24;SBL1~ | write 192.0.2.0/24 SBL1",
        "\"192.0.2.0/24\",\"AU\",\"x\" | write 192.0.2.0/24 AU x",
        "\"192.0.2.1\", | write 192.0.2.1",
        "'192.0.2.1' lab | write 192.0.2.1 lab",
        "[2001:db8::]/32 | write 2001:db8::/32",
        "[2001:db8::1] lab | write 2001:db8::1 lab",
        "ip6:2001:db8::/32 | write 2001:db8::/32",
        "- 192.0.2.1 | write 192.0.2.1",
        "\u2022 192.0.2.1 lab | write 192.0.2.1 lab",
        "1. 192.0.2.1 | write 192.0.2.1",
        "mail.example.net 192.0.2.1 | write 192.0.2.1 mail.example.net",
        "192.0.2.1, 192.0.2.2 | write one address, prefix or range a line; remarks behind #",
        "192.0.2.1 a, 192.0.2.2 b | write one address, prefix or range a line; remarks behind #",
        "192.0.2.0/24 to 192.0.3.0/24 | write one address, prefix or range a line; remarks behind"
            + " #",
        "192.0.2.1-192.0.2.3 - 192.0.2.9 | write one address, prefix or range a line; remarks"
            + " behind #",
        "v=spf1 ip4:192.0.2.0/24 ip4:192.0.3.0/24 -all | write each of them on a line of its own",
        "mail.example.net | take the line out, and write dns: mail.example.net among the sources"
            + " of the set",
        "deny 192.0.2.1; | take the line out; addresses that are never accepted stand in never: of"
            + " the set",
        "Hosted Exchange customers | start the line with # if it is a remark",
        "user@example.com | take the line out",
      })
  void eachWayToWriteAListHasItsFix(String line, String fix) {
    assertEquals(List.of(), read(line));
    assertEquals(fix, report.diagnostics().getFirst().fix());
    assertEquals(1, report.diagnostics().size());
    if (fix.startsWith("write ") && !fix.contains("line")) {
      Report fixed = new Report();
      String written = fix.substring("write ".length());
      assertEquals(1, ListTexts.read("nodes.txt", written, fixed).size(), written);
      assertEquals(List.of(), fixed.diagnostics());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# c\n\n<!DOCTYPE html>\n<html>\n<td>192.0.2.1</td>\n",
        "<html>\n192.0.2.1\n",
        "<table>\n",
        "<?xml version=\"1.0\"?>\n"
      })
  void aPageIsToldOnce(String text) {
    assertEquals(List.of(), read(text));
    assertEquals(1, report.diagnostics().size());
    assertEquals("this is a web page, not a list", report.diagnostics().getFirst().message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\"}\n{\"cidr\":\"192.0.3.0/24\"}\n",
        "[\n  \"192.0.2.1\"\n]\n",
        "[\"192.0.2.1\", \"192.0.2.2\"]\n",
        "[{\"ip\": \"192.0.2.1\"}]\n"
      })
  void jsonIsToldOnce(String text) {
    assertEquals(List.of(), read(text));
    assertEquals(1, report.diagnostics().size());
    assertEquals("this is JSON, not a list", report.diagnostics().getFirst().message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1 - 9 nodes",
        "192.0.2.1 / backup",
        "192.0.2.1 24",
        "192.0.2.1 (was 192.0.2.9)",
        "192.0.2.1 12:30:00",
        "192.0.2.1 version 1.2.3",
        "192.0.2.1 to be removed",
        "192.0.2.1 - the old one",
        "192.0.2.1 IN PTR 1.2.0.192.in-addr.arpa."
      })
  void labelsStayLabels(String line) {
    assertEquals(List.of("1 192.0.2.1 " + line.substring(10)), read(line));
  }
}
