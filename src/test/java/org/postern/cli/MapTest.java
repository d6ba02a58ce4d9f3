package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.pipeline.Lab;

class MapTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example, "2a01:111:f400::/48", "2620:149::/44"]}
        own: {sources: [10.0.0.0/24]}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter], otherwise: %s}
        - {name: imap, port: tcp/993, accept: [own], otherwise: drop}
        - {name: dns, hook: output, port: tcp/53, accept: any}
      """;

  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void writePolicy() throws IOException {
    lab =
        new Lab(folder)
            .policy(POLICY.formatted("drop"))
            .answers("mx.example", "69.20.58.226", "69.20.60.1", "130.117.8.9");
  }

  private Terminal.Seen type(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "map";
    words[1] = lab.file().toString();
    System.arraycopy(options, 0, words, 2, options.length);
    return new Terminal(lab).type(words);
  }

  private static void assertSays(int exit, String expected, Terminal.Seen seen) {
    assertEquals(exit, seen.exit(), seen::toString);
    assertTrue((seen.out() + seen.err()).contains(expected), seen::toString);
  }

  private static void assertSaysNot(String unexpected, Terminal.Seen seen) {
    assertFalse((seen.out() + seen.err()).contains(unexpected), seen::toString);
  }

  @Test
  void drawsWhomTheRulesForMailAccept() {
    Terminal.Seen seen = type();
    assertSays(0, "policy.yaml: whom rule smtp accepts at port 25\n", seen);
    assertSays(0, "IPv4: 3 addresses\n", seen);
    assertSays(0, "b5 69.20.0.0/16  2 addresses\n", seen);
    assertSays(0, "e5 130.117.8.9   1 address", seen);
    assertSays(0, "IPv6: about 2^84.1 addresses in 2 prefixes, see --family ip6\n", seen);
    assertSaysNot("10.0.0.0/24", seen);
    assertEquals(
        2, seen.out().lines().filter(line -> line.matches("[1-8 ] [. ]*o [.o ]*.*")).count());
  }

  @Test
  void drawsAllRulesWhereNoneIsForMail() throws IOException {
    lab.policy(POLICY.formatted("drop").replace("tcp/25", "tcp/26"));
    Terminal.Seen seen = type();
    assertSays(0, "whom rules imap, smtp accept\n", seen);
    assertSays(0, "rule dns of " + lab.file() + " accepts any peer: it is not drawn", seen);
    assertSays(0, "b2 10.0.0.0/24   256 addresses", seen);
  }

  @Test
  void drawsOneSetOrRule() {
    assertSays(0, "what set own holds", type("--set", "own"));
    assertSays(0, "whom rule imap accepts", type("--rule", "imap"));
    assertEquals(
        type("--set", "own").out().lines().skip(1).toList(),
        type("--rule", "imap").out().lines().skip(1).toList());
  }

  @Test
  void aRuleThatAcceptsAnyIsToldAndNotDrawn() {
    Terminal.Seen seen = type("--rule", "dns");
    assertSays(0, "rule dns of " + lab.file() + " accepts any peer", seen);
    assertSaysNot("each cell", seen);
  }

  @Test
  void aRuleThatOnlyObservesIsTold() throws IOException {
    lab.policy(POLICY.formatted("observe"));
    assertSays(0, "only observes: it lets everybody else through too", type());
    assertSaysNot("only observes", type("--rule", "imap"));
  }

  @Test
  void zoomsIntoAPrefix() {
    Terminal.Seen seen = type("--zoom", "69.20.0.0/16");
    assertSays(0, "69.20.0.0/16: 2 addresses\n", seen);
    assertSays(0, "outside of 69.20.0.0/16: 1 address\n", seen);
    assertSays(0, "each cell a /24:", seen);
    assertSays(0, "a3 69.20.58.226  1 address\n", seen);
    assertSays(0, "192.0.2.0/24: nothing\n", type("--zoom", "192.0.2.0/24"));
    Terminal.Seen six = type("--zoom", "2a01:111::/32");
    assertSays(0, "2a01:111::/32: 2^80 addresses\n", six);
    assertSays(0, "each cell a /40:", six);
  }

  @Test
  void showsOfIpv6TheBlocksOfProviders() {
    Terminal.Seen seen = type("--family", "ip6");
    assertSays(0, "IPv6: about 2^84.1 addresses in 2 prefixes; 2 provider blocks of /32\n", seen);
    assertSays(0, "2620:149::/32: 2^84 addresses\na1 2620:149::/44  2^84 addresses\n", seen);
    assertSays(0, "IPv4: 3 addresses, see --family ip\n", seen);
  }

  @Test
  void saysWhichBlocksOfIpv6AreNotDrawn() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      sources.append("\"2a%02d::/%d\", ".formatted(i, 33 + i));
    }
    lab.policy(
        "sets: {own: {sources: [%s]}}\nrules: [{name: smtp, port: tcp/25, accept: [own],"
                .formatted(sources)
            + " otherwise: drop}]\n");
    Terminal.Seen seen = type("--family", "ip6");
    assertSays(0, "20 provider blocks of /32\n", seen);
    assertSays(0, "not drawn, except with --zoom PREFIX:\n  2a07::/40  2^88 addresses\n", seen);
    assertSays(0, "  2a16::/49  2^79 addresses\n  and 4 more (--format json lists all)\n", seen);
    assertSays(0, "2a06::/32: 2^89 addresses\n", seen);
    assertEquals(20, type("--family", "ip6", "--format", "json").json().list("parts").size());
  }

  @Test
  void drawsWhatChangesAgainstTheTarget() {
    new Terminal(lab).type("apply", lab.file().toString());
    lab.answers("mx.example", "69.20.58.226", "69.20.60.1", "185.201.16.10");
    Terminal.Seen seen = type("--difference");
    assertSays(0, "from example to " + lab.file() + ": whom rule smtp accepts at port 25\n", seen);
    // What is gone from the answers stays for a day.
    assertSays(0, "IPv4: 1 added, 3 as before\n", seen);
    assertSays(0, "g5 185.201.16.10  +1\n", seen);
    assertEquals(seen, type("--difference", "--against", "example"));
    assertSays(0, "before, IPv4: 3 addresses\n", type("--before"));
    assertSays(0, "IPv4: 4 addresses\n", type("--after"));
  }

  @Test
  void drawsWhatChangesAgainstAPolicy() throws IOException {
    Path other = folder.resolve("old.yaml");
    Files.writeString(
        other,
        """
        sets: {own: {sources: [10.0.0.0/25, 192.0.2.0/30]}, older: {sources: [192.0.2.1]}}
        rules: [{name: imap, port: tcp/993, accept: [own], otherwise: drop}]
        """);
    Terminal.Seen seen = type("--against", other.toString(), "--rule", "imap");
    assertSays(0, "IPv4: 128 added, 4 removed, 128 as before\n", seen);
    assertSays(0, "b2 10.0.0.0/16   +128, 128 as before\n", seen);
    assertSays(0, "h4 192.0.2.0/30  -4\n", seen);
    Terminal.Seen set = type("--against", other.toString(), "--set", "own");
    assertEquals(seen.out().lines().skip(1).toList(), set.out().lines().skip(1).toList());
    Terminal.Seen three =
        type("--against", other.toString(), "--set", "own", "--before", "--after", "--difference");
    assertSays(0, "before, IPv4: 132 addresses in 2 prefixes\n", three);
    assertSays(0, "after, IPv4: 256 addresses\n", three);
    assertSays(0, "difference, IPv4: 128 added, 4 removed, 128 as before\n", three);
    assertSays(0, "difference:  + added  - removed", three);
  }

  @Test
  void whatIsToldOfIpv6IsOfTheViewThatIsDrawn() {
    assertSays(0, "before, IPv4: nothing\n", type("--before"));
    assertSays(0, "IPv6: nothing, see --family ip6\n", type("--before"));
    assertSays(0, "IPv6: about 2^84.1 added, see --family ip6\n", type("--difference"));
    assertSays(0, "IPv6: nothing; 0 provider blocks of /32\n", type("--before", "--family", "ip6"));
    Terminal.Seen seen = type("--difference", "--family", "ip6");
    assertSays(0, "IPv6: about 2^84.1 added; 2 provider blocks of /32\n", seen);
    assertSays(0, "2620:149::/32: 2^84 added\na1 2620:149::/44  +2^84\n", seen);
  }

  @Test
  void drawsWhatChangesAgainstALockfile() throws IOException {
    Path lock = folder.resolve("last.lock");
    Files.writeString(
        lock,
        """
        {"postern-lock": 1, "sources": [
          {"source": "dns mx.example", "family": "ip", "entries": ["69.20.58.226", "8.8.8.8"]},
          {"source": "dns mx.example", "family": "ip6", "entries": []}]}
        """);
    Terminal.Seen seen = type("--against", lock.toString());
    assertSays(0, "IPv4: 2 added, 1 removed, 1 as before\n", seen);
    assertSays(66, "no such file", type("--against", folder.resolve("no.lock").toString()));
  }

  @Test
  void forProgramsItIsBlocksAndCounts() throws IOException {
    Terminal.Seen seen = type("--format", "json");
    assertEquals(0, seen.exit());
    assertEquals("whom rule smtp accepts at port 25", seen.json().string("subject"));
    assertEquals(
        List.of(
            Map.of(
                "view",
                "after",
                "prefix",
                "0.0.0.0/0",
                "blocks",
                List.of(
                    Map.of("prefix", "69.20.0.0/16", "addresses", "2", "prefixes", 2),
                    Map.of("prefix", "130.117.8.9/32", "addresses", "1", "prefixes", 1)))),
        seen.json().list("pictures"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--zoom 69.20.58.1/16 | host bits are set behind /16; did you mean 69.20.0.0/16?",
        "--zoom 69.20.58.1 | 69.20.58.1 is not a prefix; for example --zoom 69.20.58.0/24",
        "--zoom 2a01::1 | 2a01::1 is not a prefix; for example --zoom 2a01::/48",
        "--zoom 10.0.0.1-10.0.0.9 | is not a prefix; for example --zoom 10.0.0.0/24",
        "--zoom here | for example --zoom 69.20.0.0/16",
        "--zoom 10.0.0.0/8 --family ip6 | 10.0.0.0/8 is IPv4; leave --family out",
        "--family ipv6 | --family is ip or ip6, not ipv6",
        "--set fliter | has no set fliter; did you mean filter?",
        "--set x | has no set x; it has filter, own",
        "--rule smpt | has no rule smpt; did you mean smtp?",
        "--rule smtp --set own | give --set or --rule, not both",
        "--set own --against example | example holds rules and no sets; compare a rule",
      })
  void mistakesAreToldWithTheirRemedy(String options, String message) {
    assertSays(64, message, type(options.split(" ")));
  }

  @Test
  void withoutAnAnswerThereIsNothingToDraw() {
    lab.silence();
    Terminal.Seen seen = type();
    assertEquals(75, seen.exit(), seen::toString);
    assertSaysNot("each cell", seen);
  }

  @Test
  void aPolicyWithoutRulesHasSets() throws IOException {
    lab.policy("sets: {own: {sources: [192.0.2.1]}}\n");
    assertSays(0, "has no rules; a set is drawn with --set NAME", type());
    assertSays(0, "h4 192.0.2.1  1 address", type("--set", "own"));
  }

  @Test
  void aTerminalWithColoursGetsHalfBlocks() {
    Canvas canvas = new Canvas(80, 24, Canvas.Depth.TRUE, true);
    Terminal terminal = new Terminal(lab, Palette.detect(true, "", "xterm"), canvas);
    Terminal.Seen seen = terminal.type("map", lab.file().toString());
    assertSays(0, "\u001b[38;2;86;180;233;48;2;28;28;28m\u2580", seen);
  }
}
