package org.postern.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.address.Sha256;
import org.postern.page.html.Attribute;
import org.postern.page.html.Field;
import org.postern.page.html.Html;
import org.postern.page.html.Tag;

/**
 * Writes the page as a text: HTML that needs nothing beside itself, no script, no network, no
 * fonts. Its own policy (W3C Content Security Policy 3) forbids whatever is not in it. The same
 * subject always has the same page.
 */
public final class Page {
  /** The id of the element in which the data are, or that tells where they are. */
  private static final String DATA = "postern-data";

  private static final String STYLE = style();

  private Page() {}

  /**
   * A page that is a file, with the file beside it.
   *
   * @param page the text of the page
   * @param data the content of the file beside it, gzip of JSON; empty where the data lie in it
   */
  public record Files(String page, Optional<Data> data) {}

  /** The content of the file beside a page. */
  public static final class Data {
    private final byte[] content;
    private final String digest;

    Data(byte[] content, String digest) {
      this.content = content;
      this.digest = digest;
    }

    /** Returns all bytes of the file; a copy. */
    public byte[] content() {
      return content.clone();
    }

    /** Returns the SHA-256 of the file in hexadecimal digits, as the page has it. */
    public String digest() {
      return digest;
    }
  }

  /**
   * Writes a page that stands alone, with its data in it.
   *
   * @param withheld the names of sets of which only name and size are told
   * @throws IllegalArgumentException if the policy has no such set
   */
  public static String of(Subject subject, Collection<String> withheld) {
    Parts parts = Parts.of(subject, withheld);
    return write(parts, Place.within());
  }

  /**
   * Writes a page that may have a file beside it, which it has where its data are large.
   *
   * @param withheld the names of sets of which only name and size are told
   * @param beside the name of that file, in the folder of the page
   * @throws IllegalArgumentException if the policy has no such set
   */
  public static Files of(Subject subject, Collection<String> withheld, String beside) {
    Parts parts = Parts.of(subject, withheld);
    if (!parts.data().isLarge()) {
      return new Files(write(parts, Place.within()), Optional.empty());
    }
    byte[] content = parts.data().packed();
    String digest = Sha256.hex(content);
    return new Files(
        write(parts, new Place(beside, digest)), Optional.of(new Data(content, digest)));
  }

  /**
   * The place of a page's data.
   *
   * @param file the name of the file beside the page; empty where they lie in it
   */
  private record Place(String file, String digest) {
    private static Place within() {
      return new Place("", "");
    }

    private boolean isWithin() {
      return file.isEmpty();
    }
  }

  /** The parts that a page is made of. */
  private record Parts(Subject subject, UnaryOperator<String> shown, PageData data) {
    private static Parts of(Subject subject, Collection<String> withheld) {
      for (String name : withheld) {
        if (subject.prepared().policy().set(name).isEmpty()) {
          throw new IllegalArgumentException("there is no set " + name);
        }
      }
      Redaction.Result left = Redaction.of(subject, withheld);
      UnaryOperator<String> shown =
          withheld.isEmpty() ? UnaryOperator.identity() : left.secret()::withoutAddresses;
      PageDocument data = PageDocument.of(left.subject());
      return new Parts(
          left.subject(), shown, withheld.isEmpty() ? PageData.of(data) : PageData.of(data, shown));
    }
  }

  private static String write(Parts parts, Place place) {
    Subject subject = parts.subject();
    Html html = new Html(parts.shown(), parts.data().isLarge());
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
    data(parts.data(), place, html);
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

  private static void data(PageData data, Place place, Html html) {
    Sections.open("data", html);
    if (place.isWithin()) {
      html.open(Tag.P)
          .text("All that the page tells is in it a second time as JSON, in the element ")
          .leaf(Tag.CODE, DATA)
          .text(data.isLarge() ? ", and there each address that is only counted above." : ".")
          .close(Tag.P)
          .line();
      html.data(data.json(), Attribute.of("type", "application/json"), Attribute.id(DATA)).line();
    } else {
      html.open(Tag.P, Attribute.id(DATA))
          .text("All that the page tells, and each address that is only counted above, is as JSON")
          .text(" in the file ")
          .leaf(Tag.CODE, place.file())
          .text(" beside it, packed by gzip. Its SHA-256 is ")
          .leaf(Tag.CODE, place.digest())
          .text(": a file of which ")
          .leaf(Tag.CODE, "sha256sum " + place.file())
          .text(" tells another one belongs to another page.")
          .close(Tag.P)
          .line();
    }
    Sections.close(html);
  }

  private static String digest(String text) {
    return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String style() {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("page.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
