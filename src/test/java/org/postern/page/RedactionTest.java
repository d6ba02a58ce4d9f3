package org.postern.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.command.UsageException;
import org.postern.pipeline.Lab;

/** What is withheld is nowhere in the page: not as text, not in a picture, not in the data. */
class RedactionTest {
  /** Whatever could be an address, however it is written. */
  private static final Pattern WORD = Pattern.compile("[0-9A-Fa-f:.]+(?:/[0-9]+)?");

  @TempDir private Path folder;

  private static final String POLICY =
      """
      sets:
        provider: {sources: [dns: mx.provider.example, 203.0.115.0/24], widen: {prefix: 24}}
        inner:
          sources:
            - {net: 10.20.0.5, label: "the vault, CHG-812"}
            - 10.20.1.0/28
            - 203.0.114.7
            - "fd00:7::/64"
            - file: secret-relays.txt
            - set: deeper
          never: [10.20.1.9]
        deeper: {sources: [10.30.0.0/30, dns: deep.inner.example]}
        office: {sources: [set: inner, 203.0.114.0/24, 192.0.9.1]}
        shared: {sources: [10.20.0.5, 192.0.9.9]}
      rules:
        - {name: smtp, port: tcp/25, accept: [provider, inner], otherwise: drop, never: [10.20.1.3]}
        - {name: submission, port: tcp/587, to: [10.20.1.1, 198.51.100.10], accept: [office, shared], otherwise: reject}
      """;

  private Gateway gateway() throws IOException {
    Gateway gateway = new Gateway(folder);
    Lab lab = gateway.lab().policy(POLICY);
    list("10.20.2.17 relay north\n10.20.2.18\n");
    lab.answers("mx.provider.example", "38.55.0.9", "38.55.0.10");
    lab.answers("deep.inner.example", "172.17.0.9");
    gateway.type(
        "apply", lab.file().toString(), "--reason", "let 10.20.2.18 in for the vault, CHG-812");
    list("10.20.2.18\n10.20.2.44 relay south\n");
    lab.policy(POLICY.replace("10.20.1.0/28", "10.20.3.0/28"));
    lab.answers("mx.provider.example", "38.55.0.9", "38.55.0.11");
    return gateway;
  }

  private void list(String text) throws IOException {
    Files.writeString(folder.resolve("secret-relays.txt"), text);
  }

  /** Now, before, and what is meant never to be. */
  private static AddressSet secret() {
    AddressSet.Builder secret = AddressSet.builder();
    for (String text :
        List.of(
            "10.20.0.5",
            "10.20.1.0/28",
            "10.20.3.0/28",
            "203.0.114.7",
            "fd00:7::/64",
            "10.20.2.17",
            "10.20.2.18",
            "10.20.2.44",
            "10.30.0.0/30",
            "172.17.0.9")) {
      if (AddressText.parse(text) instanceof AddressText.Ok ok) {
        secret.add(ok.interval());
      }
    }
    return secret.build();
  }

  /** Every word of the page that is an address of the set, or a prefix in which one is. */
  private static List<String> told(String page) {
    AddressSet secret = secret();
    List<String> told = new ArrayList<>();
    WORD.matcher(page)
        .results()
        .map(MatchResult::group)
        .distinct()
        .forEach(
            word -> {
              if (AddressText.parse(word) instanceof AddressText.Ok ok
                  && secret.intersects(AddressSet.of(ok.interval()))) {
                told.add(word);
              }
            });
    return told;
  }

  @Test
  void noAddressOfTheSetIsTold() throws IOException {
    Gateway gateway = gateway();
    assertTrue(told(gateway.page()).size() > 10, "the test finds them where they are");
    assertEquals(List.of(), told(gateway.page("--redact", "inner")));
  }

  @Test
  void noWordOfTheSetIsTold() throws IOException {
    String page = gateway().page("--redact", "inner");
    for (String word :
        List.of(
            "the vault", "CHG-812", "relay north", "relay south", "secret-relays", "deep.inner")) {
      assertFalse(page.contains(word), word);
    }
  }

  @Test
  void itsNameAndItsSizeAre() throws IOException {
    String page = gateway().page("--redact", "inner");
    assertTrue(page.contains("<strong>inner</strong>: 6 entries, all withheld"), page);
    assertTrue(page.contains("\"withheld\":[\"deeper\",\"inner\"]"), page);
    assertTrue(page.contains("prefixes that are withheld"), page);
  }

  @Test
  void whatOthersNameIsTold() throws IOException {
    String page = gateway().page("--redact", "inner");
    for (String word : List.of("38.55.0.0/24", "203.0.115.0/24", "192.0.9.1", "192.0.9.9")) {
      assertTrue(page.contains(word), word);
    }
    assertFalse(page.contains("203.0.114.0"), "a hole would tell of 203.0.114.7");
  }

  @Test
  void aSetThatOthersReachTooIsTold() throws IOException {
    Gateway gateway = gateway();
    gateway
        .lab()
        .policy(POLICY.replace("accept: [office, shared]", "accept: [office, shared, deeper]"));
    String page = gateway.page("--redact", "inner");
    assertTrue(page.contains("10.30.0.0/30"), page);
    assertFalse(page.contains("10.20.0.5"), page);
  }

  @Test
  void theChangeFromAnotherPolicyTellsNothingEither() throws IOException {
    Gateway gateway = gateway();
    Path other = folder.resolve("other.yaml");
    Files.writeString(
        other,
        POLICY.replace("10.20.3.0/28", "10.20.1.0/28").replace("203.0.115.0/24", "192.0.8.8"));
    String page = gateway.page("--redact", "inner", "--against", other.toString());
    assertEquals(List.of(), told(page));
    assertTrue(page.contains("192.0.8.8"), page);
  }

  @Test
  void theMapIsThatOfTheOthers() throws IOException {
    Gateway gateway = gateway();
    String redacted = gateway.page("--redact", "inner");
    assertTrue(gateway.page().contains(">10</text>"), "10.0.0.0/8 is named in the whole map");
    assertFalse(redacted.contains(">10</text>"), redacted);
    assertTrue(redacted.contains(">38</text>"), redacted);
  }

  @Test
  void anUnknownSetIsAMistakeWithTheNearestName() throws IOException {
    Gateway gateway = gateway();
    UsageException mistake =
        assertThrows(UsageException.class, () -> gateway.page("--redact", "iner"));
    assertEquals(
        "--redact iner: the policy has no such set; did you mean inner?", mistake.getMessage());
  }
}
