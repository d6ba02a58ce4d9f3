package org.postern.policy.parse.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Rendering;
import org.postern.diagnostic.Report;
import org.postern.policy.parse.Examples;
import org.postern.policy.parse.ListTexts;
import org.postern.policy.parse.PolicyParserTest;
import org.postern.policy.parse.yaml.YamlReader;

/** Texts that were made to break a parser, or by something broken. */
class HostileTextTest {
  private static final int ROUNDS = Sizes.pick(4_000, 200_000);

  private static final Loader NOTHING = (_, _) -> new Loader.Loaded.Missing("no such file");

  private static List<Diagnostic> parse(String text) {
    Report report = new Report();
    boolean parsed = Examples.PARSER.parse("policy.yaml", text, NOTHING, report).isPresent();
    assertEquals(!report.hasErrors(), parsed, text);
    Rendering.plain().render(report.diagnostics());
    return report.diagnostics();
  }

  private static void assertFirst(Code code, String text) {
    List<Diagnostic> found = parse(text);
    assertFalse(found.isEmpty());
    assertEquals(code, found.getFirst().code());
  }

  @Test
  void aLineOfTenMegabytesIsRefused() {
    assertTimeout(
        Duration.ofSeconds(5), () -> assertFirst(Code.TOO_LARGE, "# " + "x".repeat(10 << 20)));
  }

  @Test
  void fiveThousandBracketsAreRefused() {
    assertFirst(Code.TOO_DEEP, "[".repeat(5_000));
    assertFirst(Code.TOO_DEEP, "{a: ".repeat(5_000));
    assertFirst(Code.TOO_DEEP, "- ".repeat(5_000) + "a");
    assertFirst(Code.TOO_DEEP, "[".repeat(5_000) + "]".repeat(5_000));
  }

  @Test
  void anAliasBombIsRefused() {
    String bomb =
        """
        a: &a [x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b]
        d: &d [*c, *c, *c, *c, *c, *c, *c]
        """;
    assertFirst(Code.ANCHOR, bomb);
  }

  @Test
  void moreValuesThanAPolicyNeedsAreRefused() {
    assertFirst(Code.TOO_LARGE, "- a\n".repeat(YamlReader.MOST_NODES + 1));
  }

  @Test
  void aPolicyOfFiftyThousandAddressesIsReadQuickly() {
    StringBuilder text = new StringBuilder("sets:\n  own:\n    sources:\n");
    for (int i = 0; i < 50_000; i++) {
      text.append("      - 10.").append(i >> 16).append('.').append((i >> 8) & 255);
      text.append('.').append(i & 255).append('\n');
    }
    text.append("rules: [{name: smtp, port: tcp/25, accept: own, otherwise: drop}]\n");
    assertTimeout(Duration.ofSeconds(10), () -> assertEquals(List.of(), parse(text.toString())));
  }

  @Test
  void nulAndInvalidUtf8AreRefusedWithTheirPlace() {
    assertEquals("policy.yaml:2:4", parse("a: b\nc: \0\n").getFirst().span().position());
    String text = SourceText.decode(new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});
    assertEquals(Code.NOT_UTF8, parse(text).getFirst().code());
    assertEquals("policy.yaml:1:4", parse(text).getFirst().span().position());
  }

  @Test
  void utf16IsNamed() {
    String text = SourceText.decode("\uFEFFrules: []".getBytes(StandardCharsets.UTF_16));
    assertTrue(parse(text).getFirst().fix().contains("UTF-16"));
  }

  @Test
  void decodingGivesEveryByteItsPlace() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertEquals(256, SourceText.decode(all).length());
    assertEquals("bücher 😀", SourceText.decode("bücher 😀".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- 2001:db8::",
        "a: [::/0]",
        "a: [2001:db8::]",
        "a: 2001:db8::",
        "a: {net: 2001:db8::}",
        "a: {net: ::1}",
        "a:\n  - net: 2001:db8::",
        "a: [10.0.0.5, 2001:db8::, x]"
      })
  void addressesThatYamlAteAreRecognised(String text) {
    String inPlace = "sets:\n  own:\n    sources:\n      ";
    List<Diagnostic> found =
        text.startsWith("- ") ? parse(inPlace + text) : parse(text.replaceFirst("^a:", "include:"));
    assertTrue(
        found.stream().anyMatch(d -> d.code() == Code.EATEN_ADDRESS), () -> found.toString());
    assertTrue(
        found.stream().anyMatch(d -> d.fix().startsWith("quote it: \"")), () -> found.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: *.example.org",
        "a: @all",
        "a: `x",
        "a: %x",
        "%x",
        "a: [b\nc: d",
        "a: 'b\nc: d",
        "a: b\n...\nc",
        "a: ]",
        "a: }",
        "a:\n   b: 1\n  c: 2",
        "a: b\n  c: d",
        "- a\nb: c",
        "a: b\n- c",
        "a: b\nfoo",
        "a: & b",
        "a: *",
        "a: {b: c",
        "a: [b, c}",
        "a: , b",
        "a: [b,, c]",
        "a: - b",
        "a: 'b' c",
        "a: 'it's'",
        "a: b: c",
        "a: ? b",
        "[[[",
        "a: [b]]",
        "a: \"\\xZZ\"",
        "a: > 5",
        "a: |x\n b",
        "\"a\":b",
        "a: {b c: d: e}",
        "!<x",
        "!!",
        "a: !<",
        "%YAML 9.9\n---\na",
        "%YAML x\n---\na",
        "%TAG ! x\n---\na",
        "a: \"\n---\n\"",
        "? - a\n b",
        "a: |2\n b",
        "-\t\ta: b\n\tc: d",
        "a:\tb:\tc"
      })
  void whatIsNoYamlIsSaidInOurWords(String text) {
    List<Diagnostic> found = parse(text);
    assertFalse(found.isEmpty());
    for (Diagnostic diagnostic : found) {
      assertTrue(diagnostic.span().line() > 0, () -> diagnostic.toString());
      assertFalse(diagnostic.fix().isEmpty(), () -> diagnostic.toString());
      assertFalse(diagnostic.message().contains("<"), () -> diagnostic.toString());
    }
  }

  @Test
  void noMutationOfAPolicyBreaksTheParser() {
    Random random = new Random(25);
    mutate(random, PolicyParserTest.EXAMPLE + PolicyParserTest.PROVIDER, HostileTextTest::parse);
  }

  @Test
  void noMutationOfAListBreaksItsParser() {
    Random random = new Random(26);
    String list = "# nodes\n192.0.2.1 first\n2001:db8::/32\n192.0.2.1-192.0.2.9 # c\n";
    mutate(random, list, text -> ListTexts.read("nodes.txt", text, new Report()));
  }

  private static void mutate(Random random, String text, Consumer<String> parser) {
    String alphabet = " \t\n:-[]{}#'\"&*!|>%@`,?/.0159azAZ\0\r\u00e9\u2028\uFEFF\uFFFF\uE000\uDCE9";
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder mutant = new StringBuilder(text);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(mutant.length());
        char inserted = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(4)) {
          case 0 -> mutant.setCharAt(at, inserted);
          case 1 -> mutant.insert(at, inserted);
          case 2 -> mutant.delete(at, Math.min(mutant.length() - 1, at + random.nextInt(30)));
          default -> mutant.insert(at, text, random.nextInt(20), 20 + random.nextInt(40));
        }
      }
      parser.accept(mutant.toString());
    }
  }
}
