package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.ProcNet;
import org.postern.pipeline.Lab;
import org.postern.source.MailRoute;

/** What a reviewer reads of a plan: in a terminal, as a diff, and as a comment in Markdown. */
class PlanFormsTest {
  private static final String POLICY =
      """
      sets:
        filter: {sources: [dns: mx.example], widen: {prefix: 30}}
        own: {sources: [{net: 10.0.0.0/24, label: "relays"}]}
      rules:
        - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}
        - {name: submission, port: tcp/587, accept: [own], otherwise: observe}
      """;

  /** Of each rule so many that a comment does not hold them. */
  private static final int MANY = Sizes.pick(800, 3_000);

  private final Path folder;

  private final Lab lab;

  PlanFormsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab =
        new Lab(folder)
            .policy(POLICY)
            .answers("mx.example", "8.8.8.1", "8.8.4.4", "9.9.9.9", "2001:4860::8");
  }

  /** As it stands after some time: one address more, one gone, one fading, a rule that refuses. */
  private void change() throws IOException {
    type(0, "apply");
    lab.answers("mx.example", "8.8.8.1", "9.9.9.9", "2001:4860::8");
    type(0, "apply");
    lab.later(Duration.ofHours(25));
    lab.answers("mx.example", "8.8.8.1", "1.1.1.1", "2001:4860::8");
    lab.policy(POLICY.replace("10.0.0.0/24", "10.0.0.0/23").replace("observe", "reject"));
  }

  private String type(int exit, String command, String... more) {
    String[] words = new String[2 + more.length];
    words[0] = command;
    words[1] = lab.file().toString();
    System.arraycopy(more, 0, words, 2, more.length);
    Terminal.Seen seen = new Terminal(lab).type(words);
    assertEquals(exit, seen.exit(), seen::toString);
    return seen.out().replace(folder.toString() + "/", "");
  }

  @Test
  void countsAreFirstAndPrefixesAfter() throws IOException {
    change();
    assertEquals(
        """
        set filter is widened: it covers 9 addresses that no source named
        rule submission accepts no IPv6 peers: all of them are refused
        example: 1 rule change, 3 prefixes to add, 1 prefix to delete
        ~ rule smtp: input tcp/25, otherwise drop
            + 1 prefix, widened: covers addresses that no source named
            + 1 prefix, new in the policy
            - 1 prefix, gone at the provider
            = 1 prefix, fading: no longer named, still accepted for a while
        ~ rule submission: input tcp/587, otherwise reject
            ~ otherwise: observe -> reject
            + 1 prefix, new in the policy
        rule smtp, widened:
            + 1.1.1.0/30          dns mx.example
        rule smtp, new in the policy:
            + 10.0.1.0/24         policy.yaml:3 "relays"
        rule smtp, gone at the provider:
            - 8.8.4.4/30          dns mx.example, not named since 2026-03-01T12:00Z
        rule smtp, fading:
            = 9.9.9.9             dns mx.example, until 2026-03-03T13:00Z
        rule submission, new in the policy:
            + 10.0.1.0/24         policy.yaml:3 "relays"
          note: whom rules have observed so far cannot be told: it does not remember them
        """,
        type(2, "plan"));
  }

  @Test
  void aDiffIsUnified() throws IOException {
    change();
    String diff = type(2, "plan", "--format", "diff");
    assertEquals(
        """
        # set filter is widened: it covers 9 addresses that no source named
        # rule submission accepts no IPv6 peers: all of them are refused
        # note: whom rules have observed so far cannot be told: it does not remember them
        # example: 1 rule change, 3 prefixes to add, 1 prefix to delete
        # rule smtp
        #   + 1 prefix, widened: covers addresses that no source named
        #   + 1 prefix, new in the policy
        #   - 1 prefix, gone at the provider
        #   = 1 prefix, fading: no longer named, still accepted for a while
        # rule submission
        #   + 1 prefix, new in the policy
        --- example (generation 1)
        +++ policy.yaml
        @@ -1,2 +1,3 @@ rule smtp: input tcp/25, otherwise drop
        +1.1.1.0/30          # widened: dns mx.example
        -8.8.4.4/30          # gone at the provider: dns mx.example
         9.9.9.9             # fading: dns mx.example
        +10.0.1.0/24         # new in the policy: policy.yaml:3 "relays"
        @@ -3,1 +4,2 @@ rule submission: input tcp/587, otherwise reject
        -otherwise: observe
        +otherwise: reject
        +10.0.1.0/24         # new in the policy: policy.yaml:3 "relays"
        """,
        diff);
    assertHunksCount(diff);
  }

  @Test
  void aNewRuleAndOneThatGoesAreWholeInADiff() throws IOException {
    type(0, "apply");
    lab.policy(POLICY.replace("submission", "pop3").replace("587", "110"));
    String diff = type(2, "plan", "--format", "diff");
    assertTrue(
        diff.contains(
            """
            @@ -0,0 +1,2 @@ rule pop3: input tcp/110, otherwise observe
            +rule pop3: input tcp/110 accepts 1 prefix, otherwise observe
            +10.0.0.0/24         # known: policy.yaml:3 "relays"
            @@ -1,2 +2,0 @@ rule submission: input tcp/587, otherwise observe
            -rule submission: input tcp/587 accepts 1 prefix, otherwise observe
            -10.0.0.0/24         # gone from the policy
            """),
        diff);
    assertHunksCount(diff);
  }

  private static final Pattern HUNK =
      Pattern.compile("(?m)^@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@ .*\n((?:[-+ ].*\n)*)");

  /** As tools that read a diff count it. */
  private static void assertHunksCount(String diff) {
    List<MatchResult> hunks = HUNK.matcher(diff).results().toList();
    assertFalse(hunks.isEmpty(), diff);
    int before = 0;
    int after = 0;
    for (MatchResult hunk : hunks) {
      int removed = lines(hunk.group(5), "[- ]");
      int added = lines(hunk.group(5), "[+ ]");
      assertEquals(
          List.of(before + Math.min(1, removed), removed, after + Math.min(1, added), added),
          IntStream.rangeClosed(1, 4).mapToObj(i -> Integer.valueOf(hunk.group(i))).toList(),
          hunk.group());
      before += removed;
      after += added;
    }
  }

  private static int lines(String text, String beginning) {
    return (int) Pattern.compile("(?m)^" + beginning).matcher(text).results().count();
  }

  @Test
  void aCommentHasATableAndPartsThatUnfold() throws IOException {
    change();
    assertEquals(
        """
        ### postern plan, example: 1 rule change, 3 prefixes to add, 1 prefix to delete

        From `example (generation 1)` to `policy.yaml`.

        > [!WARNING]
        > - set filter is widened: it covers 9 addresses that no source named

        | Rule | Prefixes added | Prefixes removed | Reason |
        |---|---:|---:|---|
        | smtp | 1 |  | widened: covers addresses that no source named |
        | smtp | 1 |  | new in the policy |
        | smtp |  | 1 | gone at the provider |
        | smtp |  |  | 1 prefix, fading: no longer named, still accepted for a while |
        | submission |  |  | otherwise: observe -&gt; reject |
        | submission | 1 |  | new in the policy |

        - rule submission accepts no IPv6 peers: all of them are refused
        - note: whom rules have observed so far cannot be told: it does not remember them

        <details><summary>rule smtp: 1 prefix, widened</summary>

        ```diff
        + 1.1.1.0/30          dns mx.example
        ```

        </details>

        <details><summary>rule smtp: 1 prefix, new in the policy</summary>

        ```diff
        + 10.0.1.0/24         policy.yaml:3 "relays"
        ```

        </details>

        <details><summary>rule smtp: 1 prefix, gone at the provider</summary>

        ```diff
        - 8.8.4.4/30          dns mx.example
        ```

        </details>

        <details><summary>rule smtp: 1 prefix, fading</summary>

        ```diff
          9.9.9.9             dns mx.example
        ```

        </details>

        <details><summary>rule submission: 1 prefix, new in the policy</summary>

        ```diff
        + 10.0.1.0/24         policy.yaml:3 "relays"
        ```

        </details>

        """,
        type(2, "plan", "--format", "markdown"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff", "markdown"})
  void isTheSameAsLongAsNothingChanges(String format) throws IOException {
    change();
    String first = type(2, "plan", "--format", format);
    lab.later(Duration.ofHours(3));
    assertEquals(first, type(2, "plan", "--format", format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff", "markdown"})
  void holdsEveryWarningOfTheText(String format) throws IOException {
    lab.policy(
        """
        sets:
          filter: {sources: [dns: mx.example, dns: silent.example], guard: {at-least: 4}}
          own: {sources: [10.0.0.0/24]}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter, own], otherwise: drop}
          - {name: imap, port: tcp/143, accept: [own], otherwise: observe}
        protects: {domains: [example.com]}
        """);
    lab.answers("silent.example", "8.8.8.8").neighbourhood().mail("example.com", nowhere());
    type(0, "apply");
    lab.silence().answers("mx.example", "8.8.8.1");
    new ProcNet(folder.resolve("proc"))
        .listening(143)
        .established("198.51.100.10", 143, "203.0.113.7", 50_000, 20);
    lab.policy(Files.readString(lab.file()).replace("observe", "drop").replace("/24", "/25"));
    Terminal.Seen text = new Terminal(lab).type("plan", lab.file().toString());
    String other = type(text.exit(), "plan", "--format", format).replace("\\", "");
    List<String> warnings =
        (text.out() + text.err())
            .lines()
            .filter(line -> !line.matches("example: .*|[-+~] .*|rule .*:|    [-+=~] .*"))
            .map(String::strip)
            .toList();
    for (String word :
        List.of("held: ", "no information", "connected now: ", "approve", "accepts no IPv6")) {
      assertTrue(warnings.stream().anyMatch(line -> line.contains(word)), () -> word + text);
    }
    for (String warning : warnings) {
      assertTrue(other.contains(warning), () -> warning + "\nis not in\n" + other);
    }
  }

  /** A firewall that hides clients behind its own address is connected all the time. */
  @Test
  void connectedPeersThatAreNearAreMarked() throws IOException {
    lab.neighbourhood().near("198.51.100.0/24", "198.51.100.1");
    new ProcNet(folder.resolve("proc"))
        .listening(25)
        .established("198.51.100.10", 25, "198.51.100.1", 50_000, 20)
        .established("198.51.100.10", 25, "203.0.113.7", 50_000, 21);
    String text = type(2, "plan");
    assertTrue(
        text.contains("again): the default gateway (your firewall or a health check?)"), text);
    JsonTree target = Json.read(type(2, "plan", "--format", "json")).objects("targets").getFirst();
    List<String> near = new ArrayList<>();
    for (JsonTree peer : target.objects("endangered")) {
      near.add(peer.string("peer") + (peer.has("near") ? " " + peer.string("near") : ""));
    }
    assertEquals(List.of("198.51.100.1 gateway", "203.0.113.7"), near);
  }

  private static MailRoute nowhere() {
    return new MailRoute.Nowhere();
  }

  @Test
  void textOfOthersIsNoMarkUp() throws IOException {
    String label = "| ``` </details> <img src=x> @octocat #1 *b* \\u202e [x](http://evil.example)";
    Path lock = folder.resolve("x.lock");
    Files.writeString(
        lock,
        """
        {"postern-lock": 1, "sources": [
          {"source": "dns mx.example", "family": "ip", "entries": ["8.8.8.1 %s"]},
          {"source": "dns mx.example", "family": "ip6", "entries": ["2001:4860::8"]}]}
        """
            .formatted(label));
    lab.policy(POLICY.replace(", widen: {prefix: 30}", ""));
    String markdown = type(2, "plan", "--format", "markdown", "--lock", lock.toString());
    Matcher fence = Pattern.compile("(?ms)^(`{3,})diff\n(.*?)^\\1$").matcher(markdown);
    String outside = fence.replaceAll("");
    assertFalse(outside.contains("octocat"), markdown);
    assertTrue(markdown.contains("\n````diff\n+ 8.8.8.1 "), markdown);
    assertTrue(markdown.contains("*b* \\u{202E} [x]"), markdown);
    String diff = type(2, "plan", "--format", "diff", "--lock", lock.toString());
    assertTrue(
        diff.contains("\n+8.8.8.1             # first answer: dns mx.example \"| ```"), diff);
    assertHunksCount(diff);
  }

  @Test
  void aLongCommentIsCutAndTheDiffIsNot() throws IOException {
    String many =
        IntStream.range(0, MANY)
            .mapToObj(i -> "      - 10.%d.%d.0\n".formatted(i / 256, i % 256))
            .collect(Collectors.joining());
    String rules =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    "  - {name: r%d, port: tcp/%d, accept: [own], otherwise: drop}\n"
                        .formatted(i, 1000 + i))
            .collect(Collectors.joining());
    lab.policy("sets:\n  own:\n    sources:\n%srules:\n%s".formatted(many, rules));
    String markdown = type(2, "plan", "--format", "markdown");
    assertTrue(markdown.length() <= 65_536, () -> "" + markdown.length());
    assertTrue(markdown.length() > 60_000, () -> "" + markdown.length());
    int listed = lines(markdown, "\\+ 10\\.");
    assertTrue(
        markdown.endsWith(
            "%,d prefixes are not listed; `postern plan --format diff` lists everything.\n"
                .formatted(10 * MANY - listed)),
        markdown.substring(markdown.length() - 300));
    assertEquals(markdown.split("<details>", -1).length, markdown.split("</details>", -1).length);
    assertEquals(10 * MANY, lines(type(2, "plan", "--format", "diff"), "\\+10\\."));
  }

  @Test
  void whatCannotBePlannedSaysSo() throws IOException {
    lab.policy("rules: [{name: smtp}]");
    assertEquals(
        "### postern plan: there is none\n", begin(type(65, "plan", "--format", "markdown")));
    assertTrue(type(65, "plan", "--format", "diff").startsWith("# "));
  }

  private static String begin(String text) {
    return text.lines().findFirst().orElse("") + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "diff", "markdown"})
  void endsAlikeInEveryForm(String format) throws IOException {
    type(2, "plan", "--format", format);
    type(0, "apply");
    type(0, "plan", "--format", format);
    lab.policy(POLICY.replace("mx.example]", "mx.example], guard: {at-least: 9}"));
    lab.answers("mx.example", "8.8.8.1");
    type(3, "plan", "--format", format);
  }

  @Test
  void otherCommandsDoNotHaveTheForms() {
    Terminal.Seen seen = new Terminal(lab).type("apply", lab.file().toString(), "--format", "diff");
    assertEquals(64, seen.exit(), seen::toString);
    Terminal.Seen help = new Terminal(lab).type("plan", "--help");
    assertTrue(help.out().contains("text|json|diff|markdown"), help::toString);
  }
}
