package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Address;
import org.postern.address.Family;

/** Documents as trees: what is written is read again, and what is none is refused by name. */
class RecordTreeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** How a thing ends. */
  public enum End {
    WELL,
    NOT_WELL
  }

  /** A part of a document. */
  public record Part(String name, Optional<Object> any) {}

  /** All that a document may hold. */
  public record All(
      String text,
      boolean truth,
      int small,
      long large,
      Instant at,
      End end,
      Part part,
      List<Part> parts,
      Map<String, Long> counts,
      Optional<End> last,
      OptionalLong limit,
      Optional<List<String>> words) {}

  /** What is written as a text. */
  public record Texts(LocalDate day, BigInteger huge, Address peer) {}

  private static final Texts TEXTS =
      new Texts(
          LocalDate.of(2026, 3, 1),
          BigInteger.TWO.pow(64),
          new Address(Family.IP6, 0x2001_0db8L << 32, 1));

  /** A document with members that are named or placed otherwise than components are. */
  public record Placed(
      double share, @RecordTree.Name("interface") String card, @RecordTree.Inline Even even) {}

  /** A document among whose members those of another one may stand. */
  public record Perhaps(String name, @RecordTree.Inline Optional<Even> even) {}

  /** One of two. */
  public sealed interface Either {
    /** The one. */
    record Left(int left) implements Either {}

    /** The other. */
    record Right(String right) implements Either {}
  }

  /** A document of ones of two. */
  public record Choices(List<Either> all) {}

  /** One that is particular. */
  public record Even(int number) {
    public Even {
      if (number % 2 != 0) {
        throw new IllegalArgumentException("odd");
      }
    }
  }

  private static final All FULL =
      new All(
          "a\tb",
          true,
          -1,
          1L << 40,
          NOON,
          End.NOT_WELL,
          new Part("p", Optional.of(List.of(25, "80-90"))),
          List.of(new Part("q", Optional.empty())),
          new LinkedHashMap<>(Map.of("x", 7L)),
          Optional.of(End.WELL),
          OptionalLong.of(0),
          Optional.of(List.of("w")));

  private static final All EMPTY =
      new All(
          "",
          false,
          0,
          0,
          NOON,
          End.WELL,
          new Part("", Optional.empty()),
          List.of(),
          Map.of(),
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty());

  private static All sent(All document) throws IOException {
    return RecordTree.read(All.class, Json.read(Json.write(RecordTree.write(document))).members());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertEquals(FULL, sent(FULL));
    assertEquals(EMPTY, sent(EMPTY));
  }

  @Test
  void membersAreNamedAndOrderedAsComponentsAre() {
    assertEquals(
        List.of(
            "text", "truth", "small", "large", "at", "end", "part", "parts", "counts", "last",
            "limit", "words"),
        List.copyOf(RecordTree.write(FULL).keySet()));
    assertEquals("not_well", RecordTree.write(FULL).get("end"));
    assertEquals("2026-03-01T12:00:00Z", RecordTree.write(FULL).get("at"));
  }

  @Test
  void whatIsEmptyIsLeftOut() {
    assertEquals(
        List.of("text", "truth", "small", "large", "at", "end", "part", "parts", "counts"),
        List.copyOf(RecordTree.write(EMPTY).keySet()));
  }

  @Test
  void listsAndMapsMayBeMissing() throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>(RecordTree.write(EMPTY));
    tree.remove("parts");
    tree.remove("counts");
    tree.put("added later", Map.of("by", "a newer program"));
    assertEquals(EMPTY, RecordTree.read(All.class, tree));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text   | 7            | member \"text\" is not a string",
        "truth  | \"true\"     | member \"truth\" is not true or false",
        "small  | 1099511627776 | member \"small\" is not a whole number of 32 bits",
        "large  | 1.5          | member \"large\" is not a whole number",
        "at     | \"noon\"     | member \"at\" is not a time",
        "end    | \"WELL\"     | member \"end\" is not a word that is known here",
        "part   | []           | member \"part\" is not an object",
        "part   | {}           | member \"part.name\" is missing",
        "parts  | {}           | member \"parts\" is not a list",
        "parts  | [{\"name\":\"a\"},{\"name\":1}] | member \"parts[1].name\" is not a string",
        "counts | {\"x\":\"y\"} | member \"counts.x\" is not a whole number",
        "limit  | \"none\"     | member \"limit\" is not a whole number",
        "words  | [\"a\",null] | member \"words[1]\" is missing",
      })
  void whatIsWrongIsNamed(String member, String value, String message) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>(RecordTree.write(FULL));
    Object wrong = Json.read("{\"value\":%s}".formatted(value)).members().get("value");
    tree.put(member, wrong);
    IOException e = assertThrows(IOException.class, () -> RecordTree.read(All.class, tree));
    assertEquals(message, e.getMessage());
  }

  @Test
  void whatIsMissingIsNamed() {
    Map<String, Object> tree = new LinkedHashMap<>(RecordTree.write(FULL));
    tree.remove("at");
    IOException e = assertThrows(IOException.class, () -> RecordTree.read(All.class, tree));
    assertEquals("member \"at\" is missing", e.getMessage());
  }

  @Test
  void membersMayBeNamedAndPlacedOtherwise() throws IOException {
    Placed placed = new Placed(0.5, "eth0", new Even(2));
    Map<String, Object> tree = RecordTree.write(placed);
    assertEquals("{\"share\":0.5,\"interface\":\"eth0\",\"number\":2}", Json.write(tree));
    assertEquals(placed, RecordTree.read(Placed.class, tree));
    assertEquals(1.0, RecordTree.read(Placed.class, with(tree, "share", 1)).share());
    IOException e =
        assertThrows(
            IOException.class, () -> RecordTree.read(Placed.class, with(tree, "share", "half")));
    assertEquals("member \"share\" is not a number", e.getMessage());
  }

  @Test
  void daysAndLargeNumbersAndAddressesAreTexts() throws IOException {
    Map<String, Object> tree = RecordTree.write(TEXTS);
    assertEquals(
        "{\"day\":\"2026-03-01\",\"huge\":\"18446744073709551616\",\"peer\":\"2001:db8::1\"}",
        Json.write(tree));
    assertEquals(TEXTS, RecordTree.read(Texts.class, tree));
  }

  @ParameterizedTest
  @CsvSource({
    "day, today, a day",
    "huge, 1e3, a whole number",
    "peer, 192.0.2.0/24, an address",
    "peer, mx, an address"
  })
  void aTextOfAnotherKindIsRefused(String member, String text, String words) {
    Map<String, Object> tree = with(RecordTree.write(TEXTS), member, text);
    IOException e = assertThrows(IOException.class, () -> RecordTree.read(Texts.class, tree));
    assertEquals("member \"%s\" is not %s".formatted(member, words), e.getMessage());
  }

  @Test
  void membersInPlaceMayBeMissingTogether() throws IOException {
    Perhaps with = new Perhaps("n", Optional.of(new Even(2)));
    Perhaps without = new Perhaps("n", Optional.empty());
    assertEquals("{\"name\":\"n\",\"number\":2}", Json.write(RecordTree.write(with)));
    assertEquals("{\"name\":\"n\"}", Json.write(RecordTree.write(without)));
    assertEquals(with, RecordTree.read(Perhaps.class, RecordTree.write(with)));
    assertEquals(without, RecordTree.read(Perhaps.class, RecordTree.write(without)));
  }

  private static Map<String, Object> with(Map<String, Object> tree, String name, Object value) {
    Map<String, Object> other = new LinkedHashMap<>(tree);
    other.put(name, value);
    return other;
  }

  @Test
  void eachCaseIsWrittenAsTheRecordThatItIs() {
    Choices choices = new Choices(List.of(new Either.Left(1), new Either.Right("r")));
    assertEquals(
        "{\"all\":[{\"left\":1},{\"right\":\"r\"}]}", Json.write(RecordTree.write(choices)));
  }

  @Test
  void valuesOfListsAreMadeWhenTheyAreAskedFor() {
    AtomicInteger asked = new AtomicInteger();
    List<String> words =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            return "w" + asked.incrementAndGet();
          }

          @Override
          public int size() {
            return 500_000;
          }
        };
    Map<String, Object> tree = RecordTree.write(new Many(words));
    assertEquals(0, asked.get());
    List<?> written = assertInstanceOf(List.class, tree.get("words"));
    assertEquals("w1", written.getFirst());
    assertEquals(1, asked.get());
  }

  /** A document of many. */
  public record Many(List<String> words) {}

  @Test
  void whatTheDocumentItselfRefusesIsNoDocument() {
    assertThrows(IOException.class, () -> RecordTree.read(Even.class, Map.of("number", 3)));
  }
}
