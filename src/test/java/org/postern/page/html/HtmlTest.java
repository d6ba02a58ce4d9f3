package org.postern.page.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
  private final Html html = new Html(text -> text);

  private String written() {
    return html.whole().substring("<!DOCTYPE html>\n".length()).strip();
  }

  @Test
  void whatMeansSomethingInHtmlIsEscapedInTextsAndValues() {
    html.leaf(Tag.P, "<b>\"&'</b>", Attribute.of("title", "\"><script>"));
    assertEquals(
        "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;</p>", written());
  }

  @Test
  void hiddenCharactersAreSpelledOut() {
    html.leaf(Tag.P, "a\u0000\u001b[31m\u202e\n");
    assertEquals("<p>a\\x00\\x1B[31m\\u{202E}\\x0A</p>", written());
  }

  @Test
  void linesEndWhereTheyEnd() {
    html.open(Tag.P).lines(List.of("a\n", "b")).close(Tag.P);
    assertEquals("<p>a\\x0A\nb</p>", written());
  }

  @Test
  void dataCannotEndItsElement() {
    html.data("[\"</script><!--\u2028\u2029&\"]");
    assertEquals(
        "<script>[\"\\u003c/script\\u003e\\u003c!--\\u2028\\u2029\\u0026\"]</script>", written());
  }

  @Test
  void elementsAreClosedInOrder() {
    html.open(Tag.P).open(Tag.A);
    assertThrows(IllegalStateException.class, () -> html.close(Tag.P));
  }

  @Test
  void aPageWithAnOpenElementIsNone() {
    html.open(Tag.P);
    assertThrows(IllegalStateException.class, html::whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onclick", "style", "a b", "", "x>"})
  void attributesThatRunOrStyleAreNone(String name) {
    assertThrows(IllegalArgumentException.class, () -> Attribute.of(name, "x"));
  }

  @Test
  void aStyleSheetIsNoMarkup() {
    assertThrows(IllegalArgumentException.class, () -> html.style("</style>"));
  }

  @Test
  void aColumnThatIsEmptyIsLeftOut() {
    new Table("Two", "A", "B", "C")
        .row(Field.text("1"), Field.text(""), Field.number(2_000))
        .write(html);
    String table = written();
    assertTrue(table.contains("<th scope=\"row\">1</th><td data-head=\"C\">"), table);
    assertTrue(!table.contains(">B<"), table);
  }
}
