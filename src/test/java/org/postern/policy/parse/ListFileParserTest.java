package org.postern.policy.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;

class ListFileParserTest {
  private final Report report = new Report();

  private List<String> read(String text) {
    return ListFileParser.parse("nodes.txt", text, report).stream()
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
    read("<p>nothing here</p>\n".repeat(10_000));
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
}
