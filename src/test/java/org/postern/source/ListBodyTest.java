package org.postern.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.ListForm;

/** The forms in which providers publish lists, by excerpts with addresses of the documentation. */
class ListBodyTest {
  private static final Path SAMPLES = Path.of("src/test/resources/lists");

  private static ListForm form(String word, String detail) {
    return switch (word) {
      case "csv" -> new ListForm.Csv(detail);
      case "json" -> new ListForm.Json(detail);
      default -> ListForm.LINES;
    };
  }

  private static List<String> read(byte[] bytes, ListForm form, Report report) throws IOException {
    TableSink entries = new TableSink();
    ListBody.read(new ByteArrayInputStream(bytes), form, "list", true, entries, report);
    return entries.tables().values().stream()
        .flatMap(table -> table.intervals().stream())
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nodes.txt | list | `` | 192.0.2.1 198.51.100.0/28 2001:db8::/48",
        "spamhaus-drop.txt | list | `` | 192.0.2.0/24 198.51.100.0/25",
        "spamhaus-drop-v4.json | json | $[*].cidr | 192.0.2.0/24 198.51.100.0/25",
        "google-goog.json | json | $.prefixes[*].*"
            + " | 192.0.2.0/24 198.51.100.0/24 2001:db8:4000::/36",
        "google-goog.json | json | $.prefixes[*].ipv6Prefix | 2001:db8:4000::/36",
        "aws-ip-ranges.json | json | $.prefixes[?(@.service=='WORKMAIL')].ip_prefix"
            + " | 198.51.100.64/26",
        "cloudflare-ips.json | json | $.result['ipv4_cidrs','ipv6_cidrs'][*]"
            + " | 192.0.2.0/24 198.51.100.0/24 2001:db8:cf::/48",
        "cloudflare-ips.json | json | $.result.ipv4_cidrs[0] | 192.0.2.0/24",
        "microsoft-endpoints.json | json"
            + " | $[?(@.serviceArea=='Exchange' && @.tcpPorts=~/(.*,)?25(,.*)?/)].ips[*]"
            + " | 198.51.100.0/25 203.0.113.0/26 2001:db8:2::/48 2001:db8:10::/48",
        "microsoft-endpoints.json | json | $[?(@.urls contains '*.mail.protection.outlook.example'"
            + " && @.tcpPorts =~ /(.*,)?25(,.*)?/)].ips[*] | 203.0.113.0/26 2001:db8:10::/48",
        "nodes.csv | csv | ip_prefix | 192.0.2.0/24 2001:db8:5::/48",
      })
  void whatProvidersPublishIsRead(String file, String word, String detail, String expected)
      throws IOException {
    Report report = new Report();
    byte[] bytes = Files.readAllBytes(SAMPLES.resolve(file));
    assertEquals(List.of(expected.split(" ", -1)), read(bytes, form(word, detail), report));
    assertEquals(List.of(), report.diagnostics());
  }

  @Test
  void everySampleIsCutWithoutASilentLoss() throws IOException {
    for (String file : List.of("google-goog.json", "cloudflare-ips.json", "aws-ip-ranges.json")) {
      byte[] bytes = Files.readAllBytes(SAMPLES.resolve(file));
      String whole = new String(bytes, StandardCharsets.UTF_8).strip();
      for (int end = 0; end < whole.length(); end++) {
        Report report = new Report();
        read(
            whole.substring(0, end).getBytes(StandardCharsets.UTF_8), form("json", "$..*"), report);
        assertEquals(true, report.hasErrors(), file + " up to " + end);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"192.0.2.1\", 7] | $[*] | list: $[1] is selected, and it is no string",
        "[\"192.0.2.1\", null] | $[*] | list: $[1] is selected, and it is no string",
        "[[\"192.0.2.1\"]] | $[*] | list: $[0] is selected, and it is no string",
        "{\"a\": \"mx.example\"} | $.a | list: $['a'] is selected, and it is no address, prefix or"
            + " range",
        "{\"b\": \"192.0.2.1\"} | $.a | list: nothing is there that \"$.a\" selects",
        "{\"a\": []} | $.a[*] | list: nothing is there that \"$.a[*]\" selects",
        "`` | $ | list: $ is selected, and it is no string",
        "`[\"192.0.2.1\"` | $[*] | list:1: it is no JSON",
        "<html></html> | $[*] | list:1: it is no JSON",
      })
  void whatIsNoSuchJsonIsAMistake(String text, String select, String expected) throws IOException {
    Report report = new Report();
    read(text.getBytes(StandardCharsets.UTF_8), form("json", select), report);
    assertEquals(List.of(expected), words(report));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a,b\n1,192.0.2.1\n`         | b | 192.0.2.1",
        "`a,b\r\n1,192.0.2.1\r\n`     | b | 192.0.2.1",
        "`a , b\n1, 192.0.2.1 `       | b | 192.0.2.1",
        "`192.0.2.1,x\n192.0.2.2,y\n` | 1 | 192.0.2.1 192.0.2.2",
        "`x,\"192.0.2.1\"\n\n`        | 2 | 192.0.2.1",
        "`a\n\"192.0.2.1\"`           | a | 192.0.2.1",
        "`x\n\"y\nz\",192.0.2.1\n` | 2 | list:1: the row has 1 field, and the column is number 2",
        "`\uFEFFa\n192.0.2.1\n`       | a | 192.0.2.1",
        "`a,b\n1\n`       | b | list:2: the row has 1 field, and the column is number 2",
        "`a,b\n1,192.0.2\n`           | b | list:2: \"192.0.2\" is no address, prefix or range",
        "`a,b\n1,\n`                  | b | list:2: \"\" is no address, prefix or range",
        "`a,b\n1,2\n`                 | c | list:1: there is no column \"c\" in the first row",
        "``                           | c | list:1: there is no column \"c\" in the first row",
        "`<html>\n`                   | c | list:1: there is no column \"c\" in the first row",
        "`a\n\"192.0.2.1`             | a | list:2: it is no CSV: the quotes of a field never end",
        "`a\n\"192.0.2.1\"x`          | a | list:2: it is no CSV: something follows the quotes of a"
            + " field",
        "`a\n1\"92.0.2.1`             | a | list:2: it is no CSV: quotes stand within a field",
      })
  void oneColumnOfCsvIsRead(String text, String column, String expected) throws IOException {
    Report report = new Report();
    List<String> found = read(text.getBytes(StandardCharsets.UTF_8), form("csv", column), report);
    String said = words(report).stream().findFirst().orElse(String.join(" ", found));
    assertEquals(expected, said.replaceFirst(" range:.*", " range"));
  }

  @Test
  void whatIsTooLargeIsAMistake() throws IOException {
    byte[] large = new byte[(16 << 20) + 1];
    Report report = new Report();
    read(large, form("json", "$"), report);
    assertEquals(List.of("list: it has more than 16,777,216 bytes"), words(report));
  }

  @Test
  void notAllMistakesAreTold() throws IOException {
    Report report = new Report();
    read("x\n".repeat(1_000).getBytes(StandardCharsets.UTF_8), form("csv", "1"), report);
    assertEquals(20, report.diagnostics().size());
  }

  private static List<String> words(Report report) {
    return report.diagnostics().stream().map(ListBodyTest::words).toList();
  }

  private static String words(Diagnostic one) {
    return one.span().position() + ": " + one.message();
  }
}
