package org.postern.policy.parse.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.policy.PolicyText;
import org.postern.policy.Refusal;
import org.postern.policy.parse.PolicyEdits;
import org.postern.policy.parse.edit.PolicyEdit.NewSource;

/** What an edit leaves of a text, and what it refuses. */
class PolicyEditorTest {
  private static final String POLICY =
      """
      # /etc/postern/policy.yaml
      include: [sub/cloud.yaml]

      sets:
        own:           # ours
          sources:
            - 192.0.2.1        # the first
            # before the second
            - {net: 192.0.2.2, label: "monitoring, CHG-812"}   # the second
            - dns: mx.example.com
          never: [192.0.2.9]

        spare:
          sources:
          -   "2001:db8::/32"

      rules:
        - name: smtp
          port: tcp/25
          accept: [own, cloud]   # both
          otherwise: "observe"   # for now
        - {name: dns, hook: output, port: tcp/53, accept: any}
        - name: submission
          port: tcp/587
          accept: spare
          otherwise: drop
      """;

  private static final String CLOUD =
      """
      sets:
        cloud: {sources: [{file: cloud.txt}, 198.51.100.0/24]}
      """;

  @Test
  void addsAnAddressBelowTheLast() {
    assertChanged(
        add("own", NewSource.Addresses.of("203.0.113.7")),
        "      - dns: mx.example.com\n",
        "      - dns: mx.example.com\n      - 203.0.113.7\n");
    assertChanged(
        add("spare", NewSource.Addresses.of("2001:db9::")),
        "    -   \"2001:db8::/32\"\n",
        "    -   \"2001:db8::/32\"\n    -   \"2001:db9::\"\n");
    assertChanged(
        add(
            "own",
            new NewSource.Addresses(
                "203.0.113.7-203.0.113.9",
                "a \"new\" one",
                Optional.of(LocalDate.of(2027, 6, 30)))),
        "      - dns: mx.example.com\n",
        "      - dns: mx.example.com\n"
            + "      - {net: 203.0.113.7-203.0.113.9, label: \"a \\\"new\\\" one\", until:"
            + " 2027-06-30}\n");
  }

  @Test
  void addsSourcesOfEveryKind() {
    String last = "      - dns: mx.example.com\n";
    assertChanged(
        add("own", new NewSource.Name("MX2.example.com.")),
        last,
        last + "      - dns: MX2.example.com.\n");
    assertChanged(
        add("own", new NewSource.ListFile("my list.txt")),
        last,
        last + "      - file: \"my list.txt\"\n");
    assertChanged(add("own", new NewSource.Set("spare")), last, last + "      - set: spare\n");
  }

  @Test
  void changesTheFileInWhichTheSetIs() {
    assertCloud(
        add("cloud", new NewSource.Name("n1.example.com")),
        "198.51.100.0/24]",
        "198.51.100.0/24, {dns: n1.example.com}]");
    assertCloud(drop("cloud", "file: sub/cloud.txt"), "{file: cloud.txt}, ", "");
    assertCloud(drop("cloud", "198.51.100.0/24"), ", 198.51.100.0/24", "");
    assertCloud(
        new PolicyEdit.AddNever("cloud", NewSource.Addresses.of("198.51.100.9")),
        "198.51.100.0/24]",
        "198.51.100.0/24], never: [198.51.100.9]");
  }

  @Test
  void dropsSourcesWithTheirLines() {
    assertChanged(drop("own", "192.0.2.1"), "      - 192.0.2.1        # the first\n", "");
    assertChanged(
        drop("own", "literal 192.0.2.2"),
        "      - {net: 192.0.2.2, label: \"monitoring, CHG-812\"}   # the second\n",
        "");
    for (String words :
        List.of(
            "mx.example.com", "dns mx.example.com", "dns: mx.example.com", "dns:MX.example.com.")) {
      assertChanged(drop("own", words), "      - dns: mx.example.com\n", "");
      assertChanged(
          new PolicyEdit.DropSource(Optional.empty(), words), "      - dns: mx.example.com\n", "");
    }
  }

  @Test
  void changesExceptions() {
    assertChanged(
        new PolicyEdit.AddNever("own", NewSource.Addresses.of("192.0.2.10")),
        "[192.0.2.9]",
        "[192.0.2.9, 192.0.2.10]");
    assertChanged(new PolicyEdit.DropNever("own", "192.0.2.9"), "    never: [192.0.2.9]\n", "");
    assertChanged(
        new PolicyEdit.AddNever("spare", NewSource.Addresses.of("2001:db8::9")),
        "    -   \"2001:db8::/32\"\n",
        "    -   \"2001:db8::/32\"\n    never: [\"2001:db8::9\"]\n");
  }

  @Test
  void changesRules() {
    assertChanged(new PolicyEdit.SetOtherwise("smtp", Refusal.REJECT), "\"observe\"", "\"reject\"");
    assertChanged(
        new PolicyEdit.SetOtherwise("submission", Refusal.REJECT),
        "otherwise: drop",
        "otherwise: reject");
    assertChanged(
        new PolicyEdit.AddAccepted("smtp", "spare"), "[own, cloud]", "[own, cloud, spare]");
    assertChanged(
        new PolicyEdit.AddAccepted("submission", "own"), "accept: spare", "accept: [spare, own]");
    assertChanged(new PolicyEdit.DropAccepted("smtp", "own"), "[own, cloud]", "[cloud]");
    assertChanged(new PolicyEdit.DropAccepted("smtp", "cloud"), "[own, cloud]", "[own]");
  }

  @Test
  void addsAndDropsSets() {
    assertChanged(
        new PolicyEdit.AddSet("third", new NewSource.Name("n.example.com")),
        "    -   \"2001:db8::/32\"\n",
        "    -   \"2001:db8::/32\"\n\n  third:\n    sources:\n    - dns: n.example.com\n");
    String more = POLICY.replace("rules:\n", "  more:\n    sources: [10.0.0.1]\n\nrules:\n");
    List<PolicyText> texts = texts(more, CLOUD);
    assertEquals(
        more.replace("  more:\n    sources: [10.0.0.1]\n", "").replace("\n\n\n", "\n\n"),
        edited(texts, new PolicyEdit.DropSet("more")).texts().getFirst().text());
  }

  @Test
  void definesTheFirstSet() {
    String none = "rules:\n  - {name: dns, hook: output, port: tcp/53, accept: any}";
    assertEquals(
        none + "\nsets:\n  own:\n    sources:\n      - 192.0.2.1\n",
        edited(
                List.of(new PolicyText("p.yaml", none)),
                new PolicyEdit.AddSet("own", NewSource.Addresses.of("192.0.2.1")))
            .texts()
            .getFirst()
            .text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sources: []", "sources: [ ]", "sources:", "sources: # none yet"})
  void fillsWhatIsEmpty(String sources) {
    String begun =
        "sets:\n  own:\n    "
            + sources
            + "\nrules:\n"
            + "  - {name: smtp, port: tcp/25, accept: own, otherwise: drop}\n";
    String text =
        edited(
                List.of(new PolicyText("p.yaml", begun)),
                add("own", new NewSource.Name("a.example")))
            .texts()
            .getFirst()
            .text();
    assertTrue(text.contains("sources: [{dns: a.example}]"), text);
    assertEquals(begun.lines().count(), text.lines().count());
  }

  @Test
  void acceptsTheFirstSetOfARule() {
    for (String none : List.of("none", "[]", "'none'")) {
      String begun =
          "sets: {own: {sources: [192.0.2.1]}}\nrules:\n"
              + "  - {name: smtp, port: tcp/25, accept: %s, otherwise: drop}\n".formatted(none);
      String text =
          edited(
                  List.of(new PolicyText("p.yaml", begun)),
                  new PolicyEdit.AddAccepted("smtp", "own"))
              .texts()
              .getFirst()
              .text();
      assertEquals(begun.replace(none, none.startsWith("'") ? "'own'" : "own"), text);
    }
  }

  @Test
  void keepsCarriageReturnsAndByteOrderMark() {
    String policy = "\uFEFF" + POLICY.replace("\n", "\r\n");
    List<PolicyText> texts = texts(policy, CLOUD);
    String last = "      - dns: mx.example.com\r\n";
    assertEquals(
        policy.replace(last, last + "      - 203.0.113.7\r\n"),
        edited(texts, add("own", NewSource.Addresses.of("203.0.113.7"))).texts().getFirst().text());
    assertEquals(
        policy.replace(last, ""),
        edited(texts, drop("own", "mx.example.com")).texts().getFirst().text());
  }

  @Test
  void keepsListsInBracketsOnSeveralLines() {
    String before =
        """
        sets:
          own:
            sources: [
              192.0.2.1,   # one
              192.0.2.2    # two
            ]
        rules:
          - {name: smtp, port: tcp/25, accept: own, otherwise: drop}
        """;
    List<PolicyText> texts = List.of(new PolicyText("p.yaml", before));
    PolicyEdit add = add("own", NewSource.Addresses.of("192.0.2.3"));
    String after = edited(texts, add).texts().getFirst().text();
    assertEquals(
        before.replace("192.0.2.2    # two\n", "192.0.2.2,    # two\n      192.0.2.3\n"), after);
    assertEquals(
        before,
        edited(List.of(new PolicyText("p.yaml", after)), drop("own", "192.0.2.3"))
            .texts()
            .getFirst()
            .text());
    assertEquals(
        before.replace("      192.0.2.1,   # one\n", ""),
        edited(texts, drop("own", "192.0.2.1")).texts().getFirst().text());
  }

  @Test
  void addsAtTheEndOfAFileThatDoesNotEndItsLastLine() {
    String before =
        "rules:\n- {name: smtp, port: tcp/25, accept: own, otherwise: drop}\nsets:\n  own:\n"
            + "    sources:\n    - 192.0.2.1";
    List<PolicyText> texts = List.of(new PolicyText("p.yaml", before));
    String after =
        edited(texts, add("own", NewSource.Addresses.of("192.0.2.2"))).texts().getFirst().text();
    assertEquals(before + "\n    - 192.0.2.2", after);
    assertEquals(
        before,
        edited(List.of(new PolicyText("p.yaml", after)), drop("own", "192.0.2.2"))
            .texts()
            .getFirst()
            .text());
  }

  @Test
  void refusesWhatIsNotThere() {
    assertRefused(Code.NOT_IN_POLICY, add("onw", NewSource.Addresses.of("192.0.2.3")), "name own");
    assertRefused(Code.NOT_IN_POLICY, drop("own", "mx.exmple.com"), "name mx.example.com");
    assertRefused(Code.NOT_IN_POLICY, drop("cloud", "198.51.100.7"), "never");
    assertRefused(
        Code.NOT_IN_POLICY, new PolicyEdit.SetOtherwise("smpt", Refusal.DROP), "name smtp");
    assertRefused(
        Code.NOT_IN_POLICY, new PolicyEdit.DropAccepted("smtp", "spare"), "it accepts own, cloud");
    assertRefused(Code.NOT_IN_POLICY, new PolicyEdit.DropNever("own", "192.0.2.7"), "192.0.2.9");
    assertRefused(Code.NOT_IN_POLICY, add("own", new NewSource.Set("spar")), "name spare");
  }

  @Test
  void refusesWhatIsAlreadySo() {
    assertRefused(Code.ALREADY_SO, add("own", NewSource.Addresses.of("192.0.2.2/32")), "leave it");
    assertRefused(Code.ALREADY_SO, add("own", new NewSource.Name("MX.example.com")), "leave it");
    assertRefused(Code.ALREADY_SO, new PolicyEdit.AddAccepted("smtp", "own"), "leave it");
    assertRefused(
        Code.ALREADY_SO, new PolicyEdit.SetOtherwise("smtp", Refusal.OBSERVE), "leave it");
    assertRefused(
        Code.ALREADY_SO,
        new PolicyEdit.AddSet("cloud", NewSource.Addresses.of("192.0.2.2")),
        "another name");
  }

  @Test
  void refusesWhatWouldSpoilThePolicy() {
    assertRefused(Code.STILL_USED, new PolicyEdit.DropSet("own"), "take it out");
    assertRefused(Code.CHANGE_SPOILS, drop("spare", "2001:db8::/32"), "another source first");
    assertRefused(
        Code.CHANGE_SPOILS, new PolicyEdit.DropAccepted("submission", "spare"), "accept: none");
    assertRefused(Code.CHANGE_SPOILS, new PolicyEdit.AddAccepted("dns", "own"), "accept: [own]");
    assertRefused(Code.CHANGE_SPOILS, add("own", new NewSource.Name("no name")), "");
    assertRefused(Code.CHANGE_SPOILS, add("own", new NewSource.Set("own")), "references");
    assertRefused(Code.BAD_ADDRESS, add("own", NewSource.Addresses.of("192.0.2.300")), "");
    assertRefused(
        Code.NOT_ONE, add("cloud", new NewSource.ListFile("other.txt")), "the whole path");
  }

  @Test
  void refusesAnchorsAndOddLayouts() {
    String anchored = POLICY.replace("192.0.2.1 ", "&one 192.0.2.1 ");
    assertEquals(
        Code.ANCHOR,
        refused(texts(anchored, CLOUD), add("own", NewSource.Addresses.of("192.0.2.3"))).code());
    String odd =
        """
        sets:
          own:
            ? sources
            : - 192.0.2.1
        rules:
          - {name: smtp, port: tcp/25, accept: own, otherwise: drop}
        """;
    assertEquals(
        Code.LAYOUT_UNSURE,
        refused(
                List.of(new PolicyText("p.yaml", odd)),
                add("own", NewSource.Addresses.of("192.0.2.3")))
            .code());
  }

  private static PolicyEdit add(String set, NewSource source) {
    return new PolicyEdit.AddSource(set, source);
  }

  private static PolicyEdit drop(String set, String source) {
    return new PolicyEdit.DropSource(Optional.of(set), source);
  }

  private static List<PolicyText> texts(String policy, String cloud) {
    return List.of(new PolicyText("p.yaml", policy), new PolicyText("sub/cloud.yaml", cloud));
  }

  private static void assertChanged(PolicyEdit edit, String old, String now) {
    assertTrue(POLICY.contains(old), old);
    PolicyEditor.Edited edited = edited(texts(POLICY, CLOUD), edit);
    assertEquals(POLICY.replace(old, now), edited.texts().getFirst().text());
    assertEquals(CLOUD, edited.texts().getLast().text());
  }

  private static void assertCloud(PolicyEdit edit, String old, String now) {
    PolicyEditor.Edited edited = edited(texts(POLICY, CLOUD), edit);
    assertEquals(POLICY, edited.texts().getFirst().text());
    assertEquals(CLOUD.replace(old, now), edited.texts().getLast().text());
  }

  private static void assertRefused(Code code, PolicyEdit edit, String fix) {
    Diagnostic why = refused(texts(POLICY, CLOUD), edit);
    assertEquals(code, why.code(), why::toString);
    assertTrue(why.fix().contains(fix), why::toString);
    assertTrue(!why.fix().isEmpty(), why::toString);
  }

  private static Diagnostic refused(List<PolicyText> texts, PolicyEdit edit) {
    PolicyEditor.Result result = PolicyEdits.EDITOR.apply(texts, edit);
    return result instanceof PolicyEditor.Refused refused
        ? refused.why()
        : fail(edit + " was done: " + result);
  }

  private static PolicyEditor.Edited edited(List<PolicyText> texts, PolicyEdit edit) {
    PolicyEditor.Result result = PolicyEdits.EDITOR.apply(texts, edit);
    return result instanceof PolicyEditor.Edited edited
        ? edited
        : fail(edit + " was refused: " + result);
  }
}
