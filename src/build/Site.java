import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Makes pages of HTML of the README and of the pages in Markdown, each a file of its own without
 * scripts, which asks for nothing.
 *
 * <p>Arguments: the project's folder, and the folder to write to.
 */
final class Site {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ground: #fff; --text: #1c1e22; --quiet: #565b64;
        --rule: #d4d7dd; --link: #0b4fb3; --code: #f3f4f6; --focus: #b3470b; }
      @media (prefers-color-scheme: dark) {
        :root { --ground: #15171b; --text: #e7e8eb; --quiet: #b1b6bf; --rule: #3c414b;
          --link: #9cc7ff; --code: #20242b; --focus: #ffb27a; }
      }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 64rem; padding: 1rem clamp(1rem, 4vw, 3rem) 4rem;
        background: var(--ground); color: var(--text); overflow-wrap: break-word;
        font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
      a { color: var(--link); text-underline-offset: 0.15em; }
      :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
      h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 0.5rem; }
      h2 { font-size: 1.35rem; margin: 2.5rem 0 0.5rem; border-top: 1px solid var(--rule);
        padding-top: 0.75rem; }
      p, li { max-width: 75ch; }
      code { font-family: ui-monospace, Menlo, "DejaVu Sans Mono", monospace; font-size: 0.9em;
        overflow-wrap: anywhere; }
      pre { background: var(--code); padding: 0.75rem 1rem; overflow-x: auto; line-height: 1.4; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; margin: 1rem 0; font-size: 0.92rem; }
      th, td { text-align: left; vertical-align: top; padding: 0.35rem 1rem 0.35rem 0;
        border-bottom: 1px solid var(--rule); min-width: 5rem; }
      th { color: var(--quiet); }
      @media print {
        :root { --ground: #fff; --text: #000; --quiet: #333; --link: #000; --code: #fff; }
        nav { display: none; }
        pre { white-space: pre-wrap; border: 1px solid #999; }
        h2, h3 { break-after: avoid; }
        tr, pre { break-inside: avoid; }
      }
      """;

  private Site() {}

  public static void main(String[] arguments) throws IOException {
    Path project = Path.of(arguments[0]);
    Path to = Files.createDirectories(Path.of(arguments[1]));
    List<Path> pages = new ArrayList<>(List.of(project.resolve("README.md")));
    Path site = project.resolve("src/site/markdown");
    try (Stream<Path> files = Files.walk(site)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    for (Path page : pages) {
      Path name = page.startsWith(site) ? site.relativize(page) : page.getFileName();
      Path file = to.resolve(name.toString().replaceFirst("\\.md$", ".html"));
      Files.createDirectories(file.getParent());
      String top = "../".repeat(name.getNameCount() - 1);
      Files.writeString(file, html(Files.readString(page), top));
    }
    resources(project.resolve("src/site/resources"), to.resolve("resources"));
    System.out.println(pages.size() + " pages: " + to.resolve("index.html"));
  }

  private static void resources(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * One page.
   *
   * @param top leads from its folder to the topmost
   */
  private static String html(String markdown, String top) {
    List<Extension> extensions = List.of(TablesExtension.create());
    Node document = Parser.builder().extensions(extensions).build().parse(markdown);
    Titles titles = new Titles();
    document.accept(titles);
    document.accept(new Links(top));
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(extensions)
            .attributeProviderFactory(context -> Site::attributes)
            .build();
    String body = scrolling(renderer.render(document));
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%2$s</title>
    <style>
    %3$s</style>
    </head>
    <body>
    <nav aria-label="Documents"><a href="%1$sREADME.html">Postern</a> · <a href="%1$sindex.html">all pages</a> ·
    <a href="%1$sglossary.html">glossary</a> · <a href="%1$scommands.html">commands</a> ·
    <a href="%1$semergency.html">emergencies</a></nav>
    <main>
    %4$s</main>
    </body>
    </html>
    """
        .formatted(top, titles.first.replace("&", "&amp;").replace("<", "&lt;"), STYLE, body);
  }

  /** What is wider than a phone scrolls by itself, and by the keyboard too. */
  private static String scrolling(String body) {
    return body.replace(
            "<table>",
            "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>")
        .replace("</table>", "</table></div>");
  }

  private static void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Heading heading) {
      attributes.put("id", anchor(text(heading)));
    }
    if (node instanceof FencedCodeBlock && tag.equals("pre")) {
      attributes.put("tabindex", "0");
    }
  }

  /** As code hosts make them, so that links work in both. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }

  private static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  /** The first heading is the title. */
  private static final class Titles extends AbstractVisitor {
    private String first = "Postern";
    private boolean found;

    @Override
    public void visit(Heading heading) {
      if (!found) {
        first = text(heading);
        found = true;
      }
    }
  }

  /** Links to pages are links to their HTML. */
  private static final class Links extends AbstractVisitor {
    private final String top;

    private Links(String top) {
      this.top = top;
    }

    @Override
    public void visit(Link link) {
      String to = link.getDestination();
      if (!to.contains("://")) {
        link.setDestination(
            to.replaceFirst("^(?:\\.\\./)+README\\.md", top + "README.md")
                .replaceFirst("^src/site/markdown/", "")
                .replaceFirst("^\\.\\./resources/", top + "resources/")
                .replaceFirst("\\.md(?=$|#)", ".html"));
      }
      visitChildren(link);
    }

    @Override
    public void visit(CustomBlock block) {
      visitChildren(block);
    }
  }
}
