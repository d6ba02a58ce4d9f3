package org.postern.target.windows.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.text.SpecialPurpose;
import org.postern.diagnostic.Span;
import org.postern.plan.AccessRule;
import org.postern.plan.Observation;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.Ports;
import org.postern.policy.Refusal;
import org.postern.policy.TargetBinding;
import org.postern.target.Artifact;
import org.postern.target.Omission;
import org.postern.target.Projection;

/**
 * The form of the scripts for Exchange 2003, by a reader of their lines; Wine runs them elsewhere.
 */
class ConnectionControlTest {
  private static final Pattern ENTRY =
      Pattern.compile("PosternList\\((\\d+)\\) = \"([0-9.]+), ([0-9.]+)\"\r\n");

  private static final Exchange2003Scripts SCRIPTS =
      new Exchange2003Scripts(
          Exchange2003Options.of(
              new TargetBinding(
                  "exchange2003",
                  "old",
                  Span.wholeFile(""),
                  Map.of("server", "SRV1", "vsi", "2", "dc", "DC1"))));

  private static String script(String... peers) {
    Ruleset ruleset =
        new Ruleset(List.of(ExchangeProjection.meaning("mta", Ports.of(25), ToyWorld.set(peers))));
    return SCRIPTS.apply(ruleset, Optional.empty()).text();
  }

  /** What the entries of a script grant; their numbers are those of an array. */
  private static AddressSet granted(String script) {
    List<MatchResult> entries = ENTRY.matcher(script).results().toList();
    assertTrue(script.contains("ReDim PosternList(" + (entries.size() - 1) + ")\r\n"));
    AddressSet granted = AddressSet.none();
    for (int i = 0; i < entries.size(); i++) {
      assertEquals(String.valueOf(i), entries.get(i).group(1));
      int length = 0;
      for (String octet : entries.get(i).group(3).split("\\.", -1)) {
        length += Integer.bitCount(Integer.parseInt(octet));
      }
      granted = granted.union(ToyWorld.set(entries.get(i).group(2) + "/" + length));
    }
    return granted;
  }

  @Test
  void eachAddressIsASingleComputerAndPrefixesAreGroups() {
    String script = script("192.0.2.1", "198.51.100.0/23", "203.0.113.0-203.0.113.2");
    assertTrue(script.contains("\"192.0.2.1, 255.255.255.255\""));
    assertTrue(script.contains("\"198.51.100.0, 255.255.254.0\""));
    assertTrue(script.contains("Const PosternMark = \"mta 25 defer\"\r\n"));
    for (String[] peers :
        List.of(
            new String[] {"192.0.2.1"},
            new String[] {"0.0.0.0/1", "192.0.2.7-198.51.100.9"},
            new String[] {"255.255.255.255", "1.2.3.4/30"})) {
      assertEquals(
          ToyWorld.set(peers).union(SpecialPurpose.LOOPBACK.only(org.postern.address.Family.IP)),
          granted(script(peers)));
    }
  }

  @Test
  void scriptsAreAsciiWithWholeBlocksAndSayWhatTheyDo() {
    for (String script :
        List.of(script("192.0.2.1"), SCRIPTS.apply(Ruleset.empty(), Optional.empty()).text())) {
      assertTrue(script.matches("(?s)(?:[\\t -~]*+\\r\\n)*+"), "ASCII with CRLF");
      assertTrue(script.startsWith("' Postern, connection control of Exchange 2000 and 2003: "));
      for (String block : List.of("Sub", "Function")) {
        assertEquals(
            count(script, "(?m)^" + block + " \\w+.*$"), count(script, "(?m)^End " + block + "$"));
      }
      assertEquals(count(script, "(?m)^ *If .* Then$"), count(script, "(?m)^ *End If$"));
      assertEquals(count(script, "(?m)^ *For "), count(script, "(?m)^ *Next$"));
      assertEquals(1, count(script, "WScript\\.Quit"), "every end has its last line");
      assertTrue(script.endsWith("Finish 1\r\n"), "every fault ends with the last line");
    }
  }

  @Test
  void thePageSaysHowTheScriptsComeToTheServer() {
    Artifact.Step page = SCRIPTS.companions().getLast();
    assertEquals("HOW-TO.md", page.fileName(3));
    for (String word :
        List.of("cscript", "postern-uninstall.vbs", "ssh", "WinRM", "group policy", "By hand")) {
      assertTrue(page.text().contains(word), word);
    }
  }

  @Test
  void aRuleForIp6AloneIsLeftOutAndDoesNotRefuseAllMail() {
    Exchange2003Options options =
        Exchange2003Options.of(
            new TargetBinding("exchange2003", "old", Span.wholeFile(""), Map.of()));
    for (String[] peers :
        List.of(new String[] {"2001:db8::/32"}, new String[] {"2001:db8::/32", "192.0.2.1"})) {
      Projection projection =
          Exchange2003Projection.of(
              new Ruleset(
                  List.of(ExchangeProjection.meaning("mta", Ports.of(25), ToyWorld.set(peers)))),
              options);
      boolean isHeld = peers.length > 1;
      assertEquals(isHeld ? 1 : 0, projection.held().rules().size());
      assertEquals(
          List.of(isHeld ? Omission.Loss.NOTHING : Omission.Loss.REFUSES_LESS),
          projection.omissions().stream().map(Omission::loss).toList());
    }
  }

  /** Text of the directory is shown where it is fit for that. */
  @Test
  void whatOthersEnteredIsToldAndNotOurs() throws IOException {
    Observation seen =
        ExchangeReader.observation(
            """
            postern-exchange 1
            held mta 25 reject
            granted 10.0.0.0,255.0.0.0
            range c0000201-c0000201
            granted *.example.com
            granted \u001b[2J
            end
            """,
            "now",
            ExchangeProjection::meaning);
    assertEquals(
        List.of("10.0.0.0,255.0.0.0", "*.example.com", "what cannot be shown"),
        seen.foreign().stream()
            .map(one -> one.toString().replaceAll("(?s).*also grants (.*), which.*", "$1"))
            .toList());
    AccessRule mta = seen.owned().rule("mta").orElseThrow();
    assertEquals(ToyWorld.set("192.0.2.1"), mta.peers().asSet());
    assertEquals(Optional.of(Refusal.REJECT), mta.otherwise());
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\r\nb", "a\" & x & \"", "\u00e9", "a'b"})
  void whatIsUnfitIsNotQuoted(String text) {
    assertThrows(IllegalArgumentException.class, () -> Exchange2003Scripts.quote(text));
  }
}
