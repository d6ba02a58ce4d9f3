package org.postern.source.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.postern.source.dns.DnsFixture.data;
import static org.postern.source.dns.DnsFixture.gone;
import static org.postern.source.dns.DnsFixture.records;
import static org.postern.source.dns.DnsFixture.v4;
import static org.postern.source.dns.DnsFixture.v6;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.source.Answer;
import org.postern.source.Answer.Absence;
import org.postern.source.Answer.Cause;

/** The node list of a large filter, from nsd itself and through unbound, and with 53/TCP closed. */
@Execution(ExecutionMode.CONCURRENT)
final class RealServersIT {
  private static final String AUTHORITATIVE = "127.0.0.1";
  private static final String RECURSIVE = "127.0.0.2";
  private static final String NAME = "delivery.antispamcloud.com";

  @TempDir Path folder;

  private static List<String> zone() {
    List<String> zone =
        new ArrayList<>(
            List.of(
                "@ 900 SOA ns.antispamcloud.com. admin.antispamcloud.com. 1 7200 3600 86400 600",
                "@ 900 NS ns.antispamcloud.com.",
                "ns 900 A 127.0.0.1",
                "ready 900 A 192.0.2.1",
                "alias 100 CNAME delivery"));
    zone.addAll(records("delivery", "A", v4(200)));
    zone.addAll(records("delivery", "AAAA", v6(60)));
    return zone;
  }

  private List<String> ask(String rules, String server, String... names)
      throws IOException, InterruptedException {
    return ask(Asker.class, rules, server, names);
  }

  private List<String> ask(Class<?> client, String rules, String server, String... names)
      throws IOException, InterruptedException {
    return new ServedNetwork(folder, zone(), rules)
        .ask(client, server, names).stream().map(RealServersIT::withoutTheSecondsSpent).toList();
  }

  /** A caching resolver counts down what it was told; a slow machine lets a few seconds pass. */
  private static String withoutTheSecondsSpent(String line) {
    Matcher ttl = Pattern.compile("ttl=PT(\\d+)M5\\dS").matcher(line);
    return ttl.replaceAll(found -> "ttl=PT%dM".formatted(Integer.parseInt(found.group(1)) + 1));
  }

  private static List<String> lines(Answer... answers) {
    return List.of(answers).stream().map(Answer::toString).toList();
  }

  private static List<String> all(String server) {
    return lines(
        data(300, server + ":53/tcp", v4(200).toArray(String[]::new)),
        data(300, server + ":53/tcp", v6(60).toArray(String[]::new)));
  }

  private static List<String> blocked(String server, String why) {
    String text = NAME + " %s: the answer is too large for UDP and 53/TCP to %s seems blocked (%s)";
    return lines(
        new Answer.NoInformation(Cause.BLOCKED_TCP, text.formatted("A", server, why)),
        new Answer.NoInformation(Cause.BLOCKED_TCP, text.formatted("AAAA", server, why)));
  }

  @ParameterizedTest
  @ValueSource(strings = {AUTHORITATIVE, RECURSIVE})
  void all260AddressesArriveOverTcp(String server) throws Exception {
    assertEquals(all(server), ask("", server, NAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {AUTHORITATIVE, RECURSIVE})
  void absenceIsConfirmed(String server) throws Exception {
    assertEquals(
        lines(
            gone(Absence.NXDOMAIN, 600, server + ":53/udp"),
            gone(Absence.NXDOMAIN, 600, server + ":53/udp"),
            data(900, server + ":53/udp", "127.0.0.1"),
            gone(Absence.NODATA, 600, server + ":53/udp")),
        ask("", server, "no.antispamcloud.com", "ns.antispamcloud.com"));
  }

  @Test
  void aliasLeadsToTheAddressesWithItsOwnTtl() throws Exception {
    Answer.Data four = data(100, "127.0.0.1:53/tcp", v4(200).toArray(String[]::new));
    Answer.Data six = data(100, "127.0.0.1:53/tcp", v6(60).toArray(String[]::new));
    assertEquals(
        lines(
            new Answer.Data(four.entries(), four.ttl(), List.of(NAME), four.server()),
            new Answer.Data(six.entries(), six.ttl(), List.of(NAME), six.server())),
        ask("", AUTHORITATIVE, "alias.antispamcloud.com"));
  }

  @Test
  void nameOutsideTheZoneIsRefusedAndNotGone() throws Exception {
    assertEquals(
        lines(
            new Answer.NoInformation(
                Cause.REFUSED, "other.example A: 127.0.0.1:53/udp answered REFUSED"),
            new Answer.NoInformation(
                Cause.REFUSED, "other.example AAAA: 127.0.0.1:53/udp answered REFUSED")),
        ask("", AUTHORITATIVE, "other.example"));
  }

  @Test
  void droppedTcpIsNamed() throws Exception {
    String rules =
        "table inet t { chain c { type filter hook input priority 0; tcp dport 53 drop; }; }";
    assertEquals(
        blocked(AUTHORITATIVE, "no answer to the connection attempt"),
        ask(rules, AUTHORITATIVE, NAME));
  }

  @Test
  void tcpThatIsNotLetOutIsNamed() throws Exception {
    String rules =
        "table inet t { chain c { type filter hook output priority 0; tcp dport 53 drop; }; }";
    assertEquals(
        blocked(AUTHORITATIVE, "no answer to the connection attempt"),
        ask(rules, AUTHORITATIVE, NAME));
  }

  @Test
  void rejectedTcpIsNamed() throws Exception {
    String rules =
        "table inet t { chain c { type filter hook input priority 0;"
            + " tcp dport 53 reject with tcp reset; }; }";
    assertEquals(blocked(AUTHORITATIVE, "connection refused"), ask(rules, AUTHORITATIVE, NAME));
  }

  @Test
  void tcpThatDiesAfterTheHandshakeIsNamed() throws Exception {
    String rules =
        "table inet t { chain c { type filter hook input priority 0;"
            + " tcp dport 53 tcp flags & (syn|psh) == psh drop; }; }";
    assertEquals(
        blocked(AUTHORITATIVE, "the connection stands, but no answer came"),
        ask(BriefAsker.class, rules, AUTHORITATIVE, NAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"input priority 0; udp sport", "output priority 0; udp dport"})
  void halfOfTheDatagramsMayBeLost(String where) throws Exception {
    String rules =
        "table inet t { chain c { type filter hook %s 53 numgen inc mod 2 0 drop; }; }"
            .formatted(where);
    assertEquals(all(AUTHORITATIVE), ask(rules, AUTHORITATIVE, NAME));
  }
}
