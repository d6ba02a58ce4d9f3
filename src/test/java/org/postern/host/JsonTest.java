package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsWhatItWrote() throws IOException {
    Map<String, Object> tree =
        Map.of(
            "text",
            "a\"b\\c\n\u0000\u001b\u20ac\ud83d\ude00",
            "number",
            4_294_967_296L,
            "truth",
            true,
            "list",
            List.of("a", 1, List.of()),
            "object",
            Map.of("inner", "x"));
    JsonTree read = Json.read(Json.write(tree));
    assertEquals(tree, read.members());
    assertEquals(tree, Json.read(Json.writePretty(tree)).members());
  }

  @Test
  void controlCharactersAreEscapedInTheText() {
    assertEquals("{\"a\":\"\\u001B\\n\"}", Json.write(Map.of("a", "\u001b\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":1} x",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":1,\"a\":2}",
        "// comment\n{}"
      })
  void refusesWhatIsNoJsonObject(String text) {
    assertThrows(IOException.class, () -> Json.read(text));
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThrows(IOException.class, () -> Json.read(deep));
  }

  @Test
  void whatOthersSendIsBounded() throws IOException {
    String deepest = "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";
    String longest = "{\"a\":[" + "0,".repeat(99_990) + "0]}";
    assertEquals(Json.read(deepest).members(), Json.readBounded(utf8(deepest)).members());
    assertEquals(Json.read(longest).members(), Json.readBounded(utf8(longest)).members());
    assertBounded("more than 32 levels", "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}");
    assertBounded("100,000 tokens", "{\"a\":[" + "0,".repeat(100_000) + "0]}");
    assertBounded("not a JSON object", "{\"a\":1,\"a\":2}");
  }

  private static void assertBounded(String reason, String text) {
    assertRefused(reason, utf8(text));
  }

  private static void assertRefused(String reason, byte[] text) {
    IOException refusal = assertThrows(IOException.class, () -> Json.readBounded(text));
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatOthersSendIsUtf8() throws IOException {
    assertEquals("f\u00fcnf", Json.readBounded(utf8("{\"a\":\"f\u00fcnf\"}")).string("a"));
    assertRefused("not UTF-8", "{\"a\":\"f\u00fcnf\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("not", "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
  }

  @Test
  void aMemberOfAnotherKindIsNamed() throws IOException {
    JsonTree tree =
        Json.read("{\"s\":\"x\",\"n\":1,\"f\":1.5,\"b\":true,\"l\":[1],\"o\":{},\"z\":null}");
    List<String> messages = new ArrayList<>();
    for (Getter getter :
        List.<Getter>of(
            () -> tree.string("n"),
            () -> tree.number("s"),
            () -> tree.number("f"),
            () -> tree.truth("n"),
            () -> tree.object("l"),
            () -> tree.objects("l"),
            () -> tree.strings("l"),
            () -> tree.list("o"),
            () -> tree.string("z"),
            () -> tree.string("missing"))) {
      messages.add(String.valueOf(assertThrows(IOException.class, getter::get).getMessage()));
    }
    assertEquals("member \"n\" is not a string", messages.get(0));
    assertEquals("member \"f\" is not a whole number", messages.get(2));
    assertEquals("member \"missing\" is not a string", messages.get(9));
  }

  @Test
  void wholeNumbersAreExact() throws IOException {
    JsonTree tree =
        Json.read("{\"max\":9223372036854775807,\"more\":9223372036854775808,\"e\":1e3}");
    assertEquals(Long.MAX_VALUE, tree.number("max"));
    assertThrows(IOException.class, () -> tree.number("more"));
    assertThrows(IOException.class, () -> tree.number("e"));
  }

  @Test
  void aMissingListIsEmptyAndAMissingMemberIsNotThere() throws IOException {
    JsonTree tree = Json.read("{\"z\":null}");
    assertEquals(List.of(), tree.objects("none"));
    assertTrue(!tree.has("z") && !tree.has("none"));
  }

  private interface Getter {
    Object get() throws IOException;
  }
}
