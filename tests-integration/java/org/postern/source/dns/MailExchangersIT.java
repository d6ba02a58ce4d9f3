package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail domains served by nsd itself and through unbound. */
@Execution(ExecutionMode.CONCURRENT)
final class MailExchangersIT {
  private static final String AUTHORITATIVE = "127.0.0.1";
  private static final String RECURSIVE = "127.0.0.2";

  @TempDir Path folder;

  private static List<String> zone() {
    List<String> zone =
        new ArrayList<>(
            List.of(
                "@ 900 SOA ns.antispamcloud.com. admin.antispamcloud.com. 1 7200 3600 86400 600",
                "@ 900 NS ns.antispamcloud.com.",
                "ns 900 A 127.0.0.1",
                "ready 900 A 192.0.2.1",
                "two 3600 MX 20 backup",
                "two 3600 MX 10 mx",
                "mx 300 A 192.0.2.1",
                "mx 300 AAAA 2001:db8::1",
                "backup 7200 A 198.51.100.10",
                "none 3600 MX 0 .",
                "implicit 3600 A 192.0.2.7",
                "alias 3600 CNAME two",
                "dangling 3600 MX 10 gone",
                "text 3600 TXT x",
                "broken 3600 MX 10 host.unserved.example.",
                "delegated 3600 NS ns.delegated",
                "ns.delegated 3600 A 127.0.0.99"));
    for (int i = 0; i < 60; i++) {
      zone.add("many 3600 MX %d a-rather-long-name-of-host-number-%d".formatted(i, i));
      zone.add("a-rather-long-name-of-host-number-%d 3600 A 192.0.2.%d".formatted(i, i));
    }
    return zone;
  }

  private List<String> ask(String rules, String server, String... domains) throws Exception {
    List<String> names = new ArrayList<>();
    for (String domain : domains) {
      names.add(domain + ".antispamcloud.com");
    }
    return new ServedNetwork(folder, zone(), rules)
        .ask(MailAsker.class, server, names.toArray(String[]::new)).stream()
            .map(line -> withoutTheSecondsSpent(line.replace(".antispamcloud.com", "")))
            .toList();
  }

  /** A caching resolver counts down what it was told. */
  private static String withoutTheSecondsSpent(String line) {
    return line.replaceAll("reach=PT1H59M5\\dS", "reach=PT2H")
        .replaceAll("reach=PT59M5\\dS", "reach=PT1H")
        .replaceAll("reach=PT9M5\\dS", "reach=PT10M");
  }

  private List<String> asked(String server, String... domains) throws Exception {
    return ask("", server, domains);
  }

  @ParameterizedTest
  @ValueSource(strings = {AUTHORITATIVE, RECURSIVE})
  void theRouteIsThatOfTheZone(String server) throws Exception {
    List<String> lines =
        asked(server, "two", "alias", "none", "implicit", "dangling", "text", "absent");
    String two =
        "Hosts[exchangers=[Exchanger[name=mx, implicit=false, addresses=[192.0.2.1, 2001:db8::1],"
            + " reach=PT1H, unknown=[]], Exchanger[name=backup, implicit=false,"
            + " addresses=[198.51.100.10], reach=PT2H, unknown=[]]]]";
    assertEquals(
        List.of(
            "two: " + two,
            "alias: " + two,
            "none: Nowhere[]",
            "implicit: Hosts[exchangers=[Exchanger[name=implicit, implicit=true,"
                + " addresses=[192.0.2.7], reach=PT1H, unknown=[]]]]",
            "dangling: Hosts[exchangers=[Exchanger[name=gone, implicit=false, addresses=[],"
                + " reach=PT1H, unknown=[]]]]",
            "text: Hosts[exchangers=[Exchanger[name=text, implicit=true, addresses=[],"
                + " reach=PT10M, unknown=[]]]]",
            "absent: Hosts[exchangers=[Exchanger[name=absent, implicit=true, addresses=[],"
                + " reach=PT10M, unknown=[]]]]"),
        lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {AUTHORITATIVE, RECURSIVE})
  void sixtyExchangersComeOverTcp(String server) throws Exception {
    String line = asked(server, "many").getFirst();
    assertEquals(60, line.split("implicit=false", -1).length - 1, line);
    assertTrue(line.contains("unknown=[]") && !line.contains("unknown=[a"), line);
  }

  @Test
  void withoutTcpNothingIsKnownOfThem() throws Exception {
    String rules =
        "table inet t { chain c { type filter hook input priority 0; tcp dport 53 drop; }; }";
    String line = ask(rules, AUTHORITATIVE, "many").getFirst();
    assertTrue(line.startsWith("many: NoInformation[cause=BLOCKED_TCP"), line);
  }

  @Test
  void whatTheResolverCannotFindOutIsNoInformation() throws Exception {
    List<String> lines = asked(RECURSIVE, "delegated", "broken");
    assertTrue(lines.getFirst().startsWith("delegated: NoInformation[cause="), lines::toString);
    assertTrue(
        lines.getLast().matches("broken: Hosts.*addresses=\\[], reach=PT1H, unknown=\\[.+].*"),
        lines::toString);
  }
}
