package org.postern.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.postern.host.Json;

/**
 * The page as a text: HTML that needs nothing beside itself, no script, no network, no fonts. Its
 * own policy (W3C Content Security Policy 3) forbids whatever is not in it. The same subject always
 * has the same page.
 */
public final class Page {
  private static final String STYLE = style();

  private Page() {}

  /**
   * Writes it.
   *
   * @param withheld sets of which nothing is told but their names and how much is in them
   * @throws IllegalArgumentException if the policy has no such set
   */
  public static String of(Subject subject, Collection<String> withheld) {
    for (String name : withheld) {
      if (subject.prepared().policy().set(name).isEmpty()) {
        throw new IllegalArgumentException("there is no set " + name);
      }
    }
    Redaction.Result left = Redaction.of(subject, withheld);
    UnaryOperator<String> shown =
        withheld.isEmpty() ? UnaryOperator.identity() : left.secret()::withoutAddresses;
    return write(left.subject(), shown);
  }

  private static String write(Subject subject, UnaryOperator<String> shown) {
    Html html = new Html(shown);
    html.open(Tag.HTML, Attribute.of("lang", "en")).line();
    head(subject, html);
    html.open(Tag.BODY).line();
    html.leaf(Tag.A, "To the content", Attribute.kind("skip"), Attribute.to("content")).line();
    top(subject, html);
    html.open(Tag.MAIN, Attribute.id("content"), Attribute.of("tabindex", "-1")).line();
    SummarySection.write(subject, html);
    RulesSection.write(subject, html);
    WhySection.write(subject, html);
    ChangeSection.write(subject, html);
    MapSection.write(subject, html);
    HeldSection.write(subject, html);
    SizeSection.write(subject, html);
    HistorySection.write(subject, html);
    NotesSection.write(subject, html);
    data(subject, shown, html);
    html.close(Tag.MAIN).line();
    html.open(Tag.FOOTER).text("Made by Postern " + subject.version() + ", ");
    Field.time(html, subject.at());
    html.text(".").close(Tag.FOOTER).line();
    return html.close(Tag.BODY).close(Tag.HTML).whole();
  }

  private static void head(Subject subject, Html html) {
    html.open(Tag.HEAD).line();
    html.empty(Tag.META, Attribute.of("charset", "utf-8")).line();
    html.empty(
            Tag.META,
            Attribute.of("http-equiv", "Content-Security-Policy"),
            Attribute.of(
                "content",
                "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                    .formatted(digest(STYLE))))
        .line();
    html.empty(
            Tag.META,
            Attribute.of("name", "viewport"),
            Attribute.of("content", "width=device-width, initial-scale=1"))
        .line();
    html.empty(
            Tag.META, Attribute.of("name", "color-scheme"), Attribute.of("content", "light dark"))
        .line();
    html.leaf(Tag.TITLE, "Who may pass: " + subject.prepared().policy().file()).line();
    html.style(STYLE).line().close(Tag.HEAD).line();
  }

  private static void top(Subject subject, Html html) {
    html.open(Tag.HEADER).line();
    html.leaf(Tag.H1, "Who may pass").line();
    html.open(Tag.P).text("Policy ").leaf(Tag.CODE, subject.prepared().policy().file());
    html.text(", ");
    Field.time(html, subject.at());
    html.close(Tag.P).line();
    html.open(Tag.NAV, Attribute.of("aria-label", "Parts of the page")).open(Tag.OL);
    Sections.ALL.forEach(
        part -> html.open(Tag.LI).leaf(Tag.A, part.title(), Attribute.to(part.id())).close(Tag.LI));
    html.close(Tag.OL).close(Tag.NAV).close(Tag.HEADER).line();
  }

  private static void data(Subject subject, UnaryOperator<String> shown, Html html) {
    Sections.open("data", html);
    html.open(Tag.P)
        .text("All that the page tells is in it a second time as JSON, in the element ")
        .leaf(Tag.CODE, "postern-data")
        .text(".")
        .close(Tag.P)
        .line();
    html.data(
            Json.write((Object) DataTree.of(subject, shown)),
            Attribute.of("type", "application/json"),
            Attribute.id("postern-data"))
        .line();
    Sections.close(html);
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String style() {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
