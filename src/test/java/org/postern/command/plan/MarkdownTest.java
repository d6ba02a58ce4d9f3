package org.postern.command.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of others is shown as it is. */
class MarkdownTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '"',
      value = {
        "192.0.2.7 tcp/25, a-b ¦ 192.0.2.7 tcp/25, a-b",
        "a|b ¦ a&#124;b",
        "*a* _b_ `c` ~d~ ¦ \\*a\\* \\_b\\_ \\`c\\` \\~d\\~",
        "[a](b) ![c](d) $e$ ¦ \\[a\\](b) !\\[c\\](d) \\$e\\$",
        "a\\b ¦ a\\\\b",
        "<img src=x> &amp; ¦ &lt;img src=x&gt; &amp;amp;",
        "@octocat of #1 ¦ @&#8203;octocat of #&#8203;1",
        "http://a.example www.b.example ¦ http&#58;//a.example www&#46;b.example",
        "- a ¦ \\- a",
        "1. a ¦ 1\\. a",
        "10.0.0.1 ¦ 10.0.0.1",
        "=== ¦ \\===",
      })
  void proseIsEscaped(String text, String markdown) {
    assertEquals(markdown, Markdown.text(text));
  }

  @Test
  void whatIsHiddenIsShown() {
    assertEquals("a\\\\x0Ab", Markdown.text("a\nb"));
    assertEquals("`a\\x0Ab`", Markdown.code("a\nb"));
  }

  @Test
  void insideOfHtmlOnlyHtmlIsEscaped() {
    assertEquals("*a* &lt;/summary&gt; @&#8203;b", Markdown.html("*a* </summary> @b"));
  }

  @ParameterizedTest
  @CsvSource({"a, `a`", "a`b, ``a`b``", "`a, `` `a ``", "a``b, ```a``b```"})
  void codeIsFencedByMoreThanItHolds(String text, String code) {
    assertEquals(code, Markdown.code(text));
    assertEquals("```", Markdown.fence(List.of("a", "``")));
    assertEquals("`````", Markdown.fence(List.of("a", "````")));
  }
}
