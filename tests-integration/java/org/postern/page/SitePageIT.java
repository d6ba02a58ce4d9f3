package org.postern.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.Sizes;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/**
 * The documents as pages of HTML, made as {@code mvn -Psite site} makes them, in a real browser
 * without a network. Pictures are left in {@code target/page}, for people to look at.
 */
class SitePageIT {
  private static final Path SHOTS = Path.of("target", "page");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of different make: code and tables by day; by night prose, a long table and a drawing too. */
  private static final List<String> LOOKED_AT =
      Sizes.pick(
          List.of("README", "emergency"),
          List.of("README", "policy", "emergency", "kernel", "design/how-it-is-made"));

  private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"([^\"]*)\"");

  @TempDir private static Path folder;

  private static Browser browser;

  @BeforeAll
  static void makeTheSite() throws IOException {
    CommandRunner.Result made =
        new ProcessRunner()
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--class-path=" + System.getProperty("java.class.path"),
                    "src/build/Site.java",
                    ".",
                    folder.toString()),
                "",
                PATIENCE);
    assertEquals(0, made.exit(), made.error());
    browser = new Browser(SHOTS);
    browser.send("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  @AfterAll
  static void closeTheBrowser() throws IOException {
    browser.close();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  private static void show(String medium, String scheme, int width) throws IOException {
    browser.send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** 320 CSS pixels are what WCAG 2.2 (1.4.10, reflow) asks for; paper is A4 without margins. */
  @ParameterizedTest
  @CsvSource({"screen,light,1200", "screen,dark,1200", "screen,light,320", "print,light,672"})
  void aPageFitsAndHasNothingThatAxeFinds(String medium, String scheme, int width)
      throws IOException {
    show(medium, scheme, width);
    for (String name : LOOKED_AT) {
      browser.open(folder.resolve(name + ".html"));
      assertTrue(
          browser.number("document.documentElement.scrollWidth") <= width,
          () -> name + " is wider than " + width);
      assertEquals(List.of(), Axe.violations(browser), name);
      shoot("site-%s-%s-%s-%d".formatted(name.replace('/', '-'), medium, scheme, width));
    }
  }

  private static void shoot(String name) throws IOException {
    String data = browser.send("Page.captureScreenshot", Map.of()).string("data");
    Files.write(SHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data));
  }

  /** Links between pages lead to pages, and to headings of theirs. */
  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int found = 0;
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String link = links.group(1).replace("&amp;", "&");
        if (!link.contains("://")) {
          found++;
          if (!isThere(page, link)) {
            broken.add(folder.relativize(page) + ": " + link);
          }
        }
      }
    }
    assertTrue(found > 300, found + " links");
    assertEquals(List.of(), broken);
  }

  private static boolean isThere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path to = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(to)
        && (parts.length == 1 || Files.readString(to).contains("id=\"%s\"".formatted(parts[1])));
  }
}
