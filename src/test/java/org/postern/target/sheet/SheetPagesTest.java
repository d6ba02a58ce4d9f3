package org.postern.target.sheet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.plan.AccessRule;
import org.postern.plan.ByHand;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.plan.ToyWorld;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What is printed. */
class SheetPagesTest {
  private static AccessRule rule(SheetSystem system, String... peers) {
    return system.hasOneList() ? SheetBench.mail("mta", peers) : ToyWorld.rule("smtp", peers);
  }

  private static Ruleset rules(SheetSystem system, String... peers) {
    return new Ruleset(List.of(rule(system, peers)));
  }

  private static Records attested(Ruleset ruleset) {
    ByHand.Attested by = new ByHand.Attested("0f3c9a51d27b", "Ada Lovelace", Instant.EPOCH);
    return new Records(
        Optional.of(new Records.Attested(by, ruleset)), Optional.empty(), "of the test");
  }

  private static Task first(SheetSystem system) {
    return Task.from("mx1", system, Records.none(), rules(system, "192.0.2.1", "198.51.100.0/29"));
  }

  private static Task change(SheetSystem system) {
    return Task.from(
        "mx1",
        system,
        attested(rules(system, "192.0.2.1", "198.51.100.7")),
        rules(system, "192.0.2.2", "198.51.100.7"));
  }

  private static String golden(SheetSystem system, String ending) throws IOException {
    String name = system.word() + "." + ending;
    try (InputStream in =
        Objects.requireNonNull(SheetPagesTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The first sheet, one of a change, and the one that takes all back. */
  static Map<String, String> all(SheetSystem system) {
    Task undo = Task.from("mx1", system, attested(rules(system, "192.0.2.2")), Ruleset.empty());
    StringBuilder pages = new StringBuilder();
    StringBuilder tables = new StringBuilder();
    StringBuilder html = new StringBuilder();
    for (Task task : List.of(first(system), change(system), undo)) {
      List<SheetStep.Rendered> rendered = new SheetStep(task).rendered();
      pages.append(rendered.get(0).text()).append('\n');
      html.append(rendered.get(1).text());
      tables.append(rendered.get(2).text().replace("\r", ""));
    }
    return Map.of("md", pages.toString(), "html", html.toString(), "csv", tables.toString());
  }

  @ParameterizedTest
  @EnumSource(SheetSystem.class)
  void eachSystemHasItsPages(SheetSystem system) throws IOException {
    for (Map.Entry<String, String> one : all(system).entrySet()) {
      assertEquals(golden(system, one.getKey()), one.getValue(), one.getKey());
    }
  }

  @ParameterizedTest
  @EnumSource(SheetSystem.class)
  void everythingIsPlainAscii(SheetSystem system) {
    for (String text : all(system).values()) {
      assertTrue(text.chars().allMatch(one -> one == '\n' || (one >= ' ' && one < 0x7F)), text);
    }
  }

  @ParameterizedTest
  @EnumSource(SheetSystem.class)
  void addingComesBeforeRemoving(SheetSystem system) {
    String page = new SheetStep(change(system)).text();
    int added = page.indexOf(system.listsRefused() ? "| 192.0.2.3 |" : "192.0.2.2");
    int removed = page.indexOf(system.listsRefused() ? "| 192.0.2.2 |" : "192.0.2.1");
    assertTrue(added > 0 && added < removed, page);
    assertFalse(page.contains("198.51.100.7"), "it does not change");
  }

  @Test
  void whatTheManualsWarnOfIsSaid() {
    String groupwise = new SheetStep(first(SheetSystem.GROUPWISE)).text();
    assertTrue(groupwise.contains("`*@*.*`"), groupwise);
    assertTrue(groupwise.contains("may admit all mail"), groupwise);
    assertTrue(groupwise.contains("NAT"), groupwise);
    assertTrue(new SheetStep(first(SheetSystem.DOMINO)).text().contains("CA-2003-11"));
  }

  /** No peer of the policy and no loopback is in a range, and every other address is in one. */
  @Test
  void theBlacklistOfSmarterMailIsEverythingElse() {
    String page = new SheetStep(first(SheetSystem.SMARTERMAIL)).text();
    AddressSet listed = AddressSet.none();
    for (List<String> line : lines(CsvTable.of(first(SheetSystem.SMARTERMAIL)))) {
      assertTrue(page.contains("| %s | %s | SMTP |".formatted(line.get(4), line.get(5))), page);
      listed = listed.union(ToyWorld.set(line.get(4) + "-" + line.get(5)));
    }
    AddressSet spared = ToyWorld.set("192.0.2.1", "198.51.100.0/29", "127.0.0.0/8");
    assertEquals(AddressSet.all(Family.IP).subtract(spared), listed);
    assertTrue(page.contains("`0.0.0.0` to `1.1.1.0` open"), "the hole of the manuals");
    assertTrue(page.contains("Submission IP: Port"), "users are not cut off");
  }

  /** What is added and removed leads from the one set to the other, read back from the lines. */
  @ParameterizedTest
  @EnumSource(SheetSystem.class)
  void theLinesAreReadBack(SheetSystem system) {
    Random random = new Random(18);
    for (int i = 0; i < 50; i++) {
      AddressSet before = some(random);
      AddressSet after = some(random);
      Task task =
          Task.from(
              "mx1", system, attested(rules(system, texts(before))), rules(system, texts(after)));
      Set<String> held = new TreeSet<>(entries(system, before));
      for (List<String> line : lines(CsvTable.of(task))) {
        AddressSet entry = ToyWorld.set(line.get(4) + "-" + line.get(5));
        String text = Form.text(entry.intervals().getFirst());
        assertEquals(text.contains("-") ? "" : text, line.get(3), line::toString);
        assertTrue(
            line.getFirst().equals("add") ? held.add(text) : held.remove(text), line::toString);
      }
      assertEquals(entries(system, after), held);
    }
  }

  private static AddressSet some(Random random) {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      String text = "192.0.2.%d/%d".formatted(random.nextInt(8) * 32, 27 + random.nextInt(6));
      if (AddressText.parse(text) instanceof AddressText.Ok ok) {
        builder.add(ok.interval());
      }
    }
    return builder.build();
  }

  private static String[] texts(AddressSet set) {
    return set.prefixes().stream().map(Object::toString).toArray(String[]::new);
  }

  private static Set<String> entries(SheetSystem system, AddressSet set) {
    Set<String> texts = new TreeSet<>();
    system.form().entries(set).forEach(entry -> texts.add(Form.text(entry)));
    return texts;
  }

  /** RFC 4180, all cells quoted. */
  private static List<List<String>> lines(String csv) {
    List<List<String>> lines = new ArrayList<>();
    for (String line : csv.lines().toList()) {
      assertTrue(line.startsWith("\"") && line.endsWith("\""), line);
      lines.add(List.of(line.substring(1, line.length() - 1).split("\",\"", -1)));
    }
    assertEquals(CsvTable.COLUMNS, lines.getFirst());
    return lines.subList(1, lines.size());
  }

  /** Words of a policy are text on the page, whatever they are. */
  @Test
  void textOfOthersMeansItself() throws Exception {
    String hostile = "<script>alert(1)</script>|[x](javascript:1)`id`&\"'=cmd\u202e\n# x";
    AccessRule rule =
        SheetBench.mail("mta", "192.0.2.1")
            .withScope(new Scope.Mail(domains("evil.example"), Optional.empty(), true, hostile));
    Task task = Task.from(hostile, SheetSystem.ANY, Records.none(), new Ruleset(List.of(rule)));
    List<SheetStep.Rendered> rendered = new SheetStep(task).rendered();
    String markdown = rendered.getFirst().text();
    assertFalse(markdown.contains("\n# x"), markdown);
    assertFalse(markdown.contains("`id`"), markdown);
    String html = rendered.get(1).text();
    assertFalse(html.contains("<script"), html);
    wellFormed(html);
    assertTrue(
        html.chars().allMatch(one -> one == '\n' || (one >= ' ' && one < 0x7F)), "plain ASCII");
  }

  private static Recipients domains(String name) {
    return new Recipients.Domains(new TreeSet<>(Set.of(name)), false, new TreeSet<>());
  }

  private static void wellFormed(String html)
      throws ParserConfigurationException, SAXException, IOException {
    String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  /** A sheet that was never attested is not taken for done, whatever follows. */
  @Test
  void theSameIsNeverAskedForByTheSameSheetTwiceInARow() {
    Records held = attested(rules(SheetSystem.DOMINO, "192.0.2.1"));
    Task there = Task.from("mx1", SheetSystem.DOMINO, held, rules(SheetSystem.DOMINO, "192.0.2.2"));
    Task back = there.then(rules(SheetSystem.DOMINO, "192.0.2.1"));
    assertFalse(back.digest().equals(there.digest()));
    assertEquals(1, back.added().getOrDefault(Task.ONE_LIST, List.of()).size());
    assertEquals(1, back.removed().getOrDefault(Task.ONE_LIST, List.of()).size());
    assertTrue(back.isUncertain());
  }
}
