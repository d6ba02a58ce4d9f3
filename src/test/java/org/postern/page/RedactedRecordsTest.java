package org.postern.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Span;
import org.postern.diagnostic.Visible;
import org.postern.host.Json;
import org.postern.plan.EffectiveEntries;
import org.postern.plan.EntryState;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.HeldMembers;
import org.postern.plan.memory.PendingChange;
import org.postern.policy.DnsSource;
import org.postern.policy.FileSource;
import org.postern.policy.GuardSpec;
import org.postern.policy.KeepSpec;
import org.postern.policy.ListForm;
import org.postern.policy.LiteralSource;
import org.postern.policy.PtrSource;
import org.postern.policy.SetDefinition;
import org.postern.source.Answer;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What is withheld is told by no text of any record that a page is made of: each holds all of it,
 * and none of it is in the page.
 */
class RedactedRecordsTest {

  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
  private static final Span PLACE = Span.wholeFile("policy.yaml");
  private static final String DIGEST = "feedfacefeedface";

  /** Of sources, labels, answers and reasons of the withheld set. */
  private static final List<String> WORDS =
      List.of(
          "the vault, CHG-812",
          "a<b>&\"c' ]]>",
          "relay\u202enorth",
          "deep.inner.example",
          "learned.example",
          "secret-relays.txt",
          "/etc/postern/secret-relays.txt",
          "edge.deep.example",
          "the vendor's lame server",
          "vault-lock.json");

  private static final List<String> ADDRESSES = List.of("10.20.0.5", "203.0.114.7", "fd00:7::/64");

  private static LiteralSource literal(String address, String label) {
    return new LiteralSource(PLACE, Planted.interval(address), address, label, Optional.empty());
  }

  private static SetDefinition hidden() {
    Set<Family> both = Set.of(Family.IP, Family.IP6);
    return new SetDefinition(
        Planted.HIDDEN,
        PLACE,
        List.of(
            literal("10.20.0.5", WORDS.get(0)),
            literal("fd00:7::/64", WORDS.get(1)),
            new DnsSource(PLACE, WORDS.get(3), both),
            new PtrSource(PLACE, WORDS.get(4), both),
            new FileSource(PLACE, WORDS.get(5), WORDS.get(6), ListForm.LINES)),
        List.of(),
        GuardSpec.DEFAULT,
        KeepSpec.DEFAULT,
        Optional.empty(),
        Optional.of(WORDS.get(9)));
  }

  private static Subject subject(int round, String text) {
    return subject(round, text, hidden());
  }

  private static Subject subject(int round, String text, SetDefinition set) {
    LastGood.Key key = new LastGood.Key(Planted.HIDDEN, "dns " + WORDS.get(3), Family.IP);
    EntryTable table =
        EntryTable.builder(Family.IP, 1).add(Planted.interval("203.0.114.7"), WORDS.get(2)).build();
    LastGood good =
        LastGood.first(key, TIME, Duration.ofHours(1), List.of(WORDS.get(7)), "test", table);
    return new Planted(round, text, "192.0.9.1", "10.20.0.5", "203.0.114.0/24", "fd00:7::1")
        .with(
            Map.of(
                SetDefinition.class,
                List.of(set),
                EffectiveEntries.class,
                List.of(
                    new EffectiveEntries(
                        good, EntryState.FRESH, EntryState.FADING, Duration.ofHours(1))),
                Resolution.class,
                List.of(
                    new Resolution.Failed(
                        key, true, new Answer.NoInformation(Answer.Cause.LAME, WORDS.get(8)))),
                PendingChange.class,
                List.of(
                    new PendingChange(
                        DIGEST,
                        Planted.HIDDEN,
                        ChangeSide.ADDITIONS,
                        List.of("at-most"),
                        text,
                        new HeldMembers.Addresses(table),
                        new PendingChange.Sizes(1, 1, 1),
                        TIME,
                        false))));
  }

  private static String redacted(int round, String text) {
    return Page.of(subject(round, text), List.of(Planted.HIDDEN));
  }

  /** The page itself, what a browser reads in it, and what a program reads in its data. */
  private static List<String> readings(String page) throws IOException {
    List<String> readings = new ArrayList<>(List.of(page));
    Document parsed = parsed(page);
    readings.add(parsed.getDocumentElement().getTextContent());
    NodeList all = parsed.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      var attributes = all.item(i).getAttributes();
      for (int j = 0; j < attributes.getLength(); j++) {
        readings.add(attributes.item(j).getNodeValue());
      }
    }
    Element data = (Element) parsed.getElementsByTagName("script").item(0);
    read(Json.read(data.getTextContent()).members(), readings);
    return readings;
  }

  private static Document parsed(String page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(page, e);
    }
  }

  private static void read(Object value, List<String> texts) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, one) -> {
                texts.add(String.valueOf(key));
                read(one, texts);
              });
      case List<?> list -> list.forEach(one -> read(one, texts));
      default -> texts.add(String.valueOf(value));
    }
  }

  private static List<String> told(List<String> words, String page) throws IOException {
    List<String> readings =
        readings(page).stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
    return words.stream()
        .filter(
            word -> {
              String small = word.toLowerCase(Locale.ROOT);
              String spelled = Visible.text(word).toLowerCase(Locale.ROOT);
              return readings.stream()
                  .anyMatch(one -> one.contains(small) || one.contains(spelled));
            })
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void noWordOfTheSetIsTold(int round) throws IOException {
    String all = String.join(" | ", WORDS);
    assertEquals(WORDS, told(WORDS, Page.of(subject(round, all), List.of())), "where they are");
    String page = redacted(round, all);
    assertEquals(List.of(), told(WORDS, page));
    assertTrue(page.contains("[withheld] | [withheld]"), page);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void noAddressOfTheSetIsTold(int round) {
    String page = redacted(round, String.join(" | ", ADDRESSES));
    AddressSet secret =
        AddressSet.of(ADDRESSES.stream().map(Planted::interval).toArray(Interval[]::new));
    List<String> told =
        Pattern.compile("[0-9A-Fa-f:.]+(?:/[0-9]+)?")
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .filter(
                word ->
                    AddressText.parse(word) instanceof AddressText.Ok ok
                        && secret.intersects(AddressSet.of(ok.interval())))
            .toList();
    assertEquals(List.of(), told);
    assertTrue(page.contains("192.0.9.1"), "what others name");
    assertFalse(page.contains(">10</text>"), "a map names the region");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.20.0.5",
        "10.20.0.5/32",
        "10.20.0.0/24",
        "10.20.0.5:25",
        "(10.20.0.5)",
        "dns:10.20.0.5",
        "::ffff:10.20.0.5",
        "::ffff:a14:5",
        "fd00:7::1",
        "FD00:7::1",
        "fd00:0007:0:0:0:0:0:1",
        "fd00:7::/48",
        "[fd00:7::1]:25",
        "fd00:7::1%eth0",
        "via:fd00:7::1",
        "net:fd00:7::1",
        "010.020.000.005",
        "10.20.0.1-10.20.0.9",
        "10.20.0.1 - 10.20.0.9",
        "10.20.0.0/255.255.255.0",
        "64:ff9b::10.20.0.5",
        "1.10.20.0.5",
        "5.0.20.10.in-addr.arpa",
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.0.0.0.0.0.d.f.ip6.arpa",
      })
  void noSpellingOfAnAddressIsTold(String spelling) throws IOException {
    assertEquals(List.of(), told(List.of(spelling), redacted(0, "let " + spelling + " in")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.20.0.50", "110.20.0.5", "10.20.0.6", "fd00:8::1", "192.0.9.0/24"})
  void anotherAddressIsTold(String address) {
    String page = redacted(0, "let " + address + " in");
    assertTrue(page.contains("let " + address + " in"), page);
  }

  /** A page that hid its own words would tell that they are words of the set. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Rules", "smtp", "office", "held", "section", "withheld", "policy", "1.0"})
  void theWordsOfThePageAndTheNamesStay(String label) throws IOException {
    SetDefinition set = hidden().withSources(List.of(literal("10.20.0.5", label)));
    Subject subject = subject(0, "it is >" + label + "<, no matter", set);
    String page = Page.of(subject, List.of(Planted.HIDDEN));
    assertEquals(List.of(), told(List.of(">" + label + "<, no"), page));
    assertTrue(page.contains("it is &gt;[withheld]&lt;, no matter"), page);
    assertTrue(page.contains("<h2 id=\"rules-head\">Rules</h2>"), page);
    assertTrue(page.contains("<strong>smtp</strong>"), page);
    assertTrue(page.contains("<strong>office</strong>"), page);
    assertTrue(page.contains("<section id=\"held\" "), page);
    assertTrue(page.contains("\"program\":\"1.0\""), page);
    assertTrue(page.contains("\"policy\":\"policy.yaml\""), page);
  }

  @Test
  void wordsThatOverlapGoTogether() {
    SetDefinition set =
        hidden()
            .withSources(
                List.of(literal("10.20.0.5", "north gate"), literal("203.0.114.7", "gate 17")));
    String page = Page.of(subject(0, "by North Gate 17!", set), List.of(Planted.HIDDEN));
    assertTrue(page.contains("by [withheld]!"), page);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theDigestOfAHeldChangeIsNotTold(int round) {
    assertTrue(Page.of(subject(round, "x"), List.of()).contains(DIGEST), "where it is");
    assertFalse(redacted(round, "x").contains(DIGEST));
  }
}
