package org.postern.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;

/**
 * The page in a real browser without a network. Pictures of it are left in {@code target/page}, for
 * people to look at.
 */
class ReportPageIT {
  private static final Path SHOTS = Path.of("target", "page");
  private static final int DESKTOP = 1_200;
  private static final int TABLET = 1_000;
  private static final int PHONE = 360;

  /** 320 CSS pixels are what WCAG 2.2 (1.4.10, reflow) asks for. */
  private static final int NARROW = 320;

  /** A4 without its margins. */
  private static final int PAPER = 672;

  private static final int TAB = 9;
  private static final int ENTER = 13;

  /** Everything that a keyboard reaches. */
  private static final String REACHABLE =
      "[...document.querySelectorAll('a[href], summary')].filter(one => one.checkVisibility())";

  @TempDir private static Path folder;

  private static Path page = Path.of("unset");
  private static Browser browser;

  @BeforeAll
  static void openTheBrowser() throws IOException {
    page = folder.resolve("report.html");
    Files.writeString(page, new Gateway(folder).grown().page());
    browser = new Browser(SHOTS);
    browser.send("Emulation.setScrollbarsHidden", Map.of("hidden", true));
  }

  @AfterAll
  static void closeTheBrowser() throws IOException {
    browser.close();
  }

  @BeforeEach
  void showThePage() throws IOException {
    show("screen", "light", DESKTOP);
    browser.open(page);
  }

  private static void show(String medium, String scheme, int width) throws IOException {
    browser.send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  private static void shoot(String name) throws IOException {
    int height = browser.number("document.documentElement.scrollHeight");
    int width = browser.number("document.documentElement.clientWidth");
    String data =
        browser
            .send(
                "Page.captureScreenshot",
                Map.of(
                    "captureBeyondViewport",
                    true,
                    "clip",
                    Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
            .string("data");
    Files.write(SHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data));
  }

  private static void unfold() throws IOException {
    browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
  }

  @Test
  void itNeedsNothingButItself() throws IOException {
    List<String> complaints = new ArrayList<>();
    for (Browser.Event event : browser.events()) {
      switch (event.method()) {
        case "Network.requestWillBeSent" -> {
          String url = event.params().object("request").string("url");
          if (!url.startsWith("file:" + folder) && !url.startsWith("file://" + folder)) {
            complaints.add("asks for " + url);
          }
        }
        case "Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown" ->
            complaints.add(String.valueOf(event.params().members()));
        default -> {
          // Nothing to complain about.
        }
      }
    }
    assertEquals(List.of(), complaints);
    assertEquals("Who may pass", browser.evaluate("document.querySelector('h1').innerText"));
    assertEquals(
        4,
        browser.number(
            "JSON.parse(document.getElementById('postern-data').textContent).rules.length"));
  }

  @Test
  void itsOwnPolicyLetsNoScriptRun() throws IOException {
    browser.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
            + " {textContent: 'window.ran = true'}))");
    assertEquals("undefined", browser.evaluate("typeof window.ran"));
  }

  static List<String> schemes() {
    return Sizes.pick(List.of("dark"), List.of("light", "dark"));
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void axeFindsNothing(String scheme) throws IOException {
    show("screen", scheme, DESKTOP);
    shoot(scheme);
    unfold();
    shoot(scheme + "-unfolded");
    assertEquals(List.of(), Axe.violations(browser));
    show("screen", scheme, PHONE);
    assertEquals(List.of(), Axe.violations(browser));
  }

  @Test
  void darkModeIsDark() throws IOException {
    String ground = "getComputedStyle(document.body).backgroundColor";
    assertEquals("rgb(255, 255, 255)", browser.evaluate(ground));
    show("screen", "dark", DESKTOP);
    assertEquals("rgb(21, 23, 27)", browser.evaluate(ground));
    show("print", "dark", DESKTOP);
    assertEquals("rgb(255, 255, 255)", browser.evaluate(ground), "on paper");
  }

  @ParameterizedTest
  @ValueSource(ints = {TABLET, PHONE, NARROW})
  void aSmallScreenScrollsInOneDirectionOnly(int width) throws IOException {
    show("screen", "light", width);
    shoot("wide-" + width);
    unfold();
    shoot("wide-%d-unfolded".formatted(width));
    assertFits(width);
  }

  private static void assertFits(int width) throws IOException {
    assertEquals(
        List.of(),
        browser.evaluate(
            "[...document.querySelectorAll('body *')]"
                + ".filter(one => one.getBoundingClientRect().right > %d + 1)".formatted(width)
                + ".map(one => one.outerHTML.slice(0, 120))"),
        "wider than %d pixels".formatted(width));
  }

  @Test
  void onPaperEverythingIsUnfolded() throws IOException {
    int folded = browser.number("document.querySelectorAll('details:not([open])').length");
    assertTrue(folded > 5, () -> folded + " are folded on the screen");
    show("print", "light", PAPER);
    shoot("print");
    assertFits(PAPER);
    assertEquals(
        List.of(),
        browser.evaluate(
            "[...document.querySelectorAll('details > :not(summary)')]"
                + ".filter(one => one.getBoundingClientRect().height === 0)"
                + ".map(one => one.outerHTML.slice(0, 80))"));
    byte[] pdf =
        Base64.getDecoder()
            .decode(
                browser.send("Page.printToPDF", Map.of("preferCSSPageSize", true)).string("data"));
    Files.write(SHOTS.resolve("print.pdf"), pdf);
  }

  @Test
  void aKeyboardReachesEverything() throws IOException {
    press(TAB);
    assertEquals("To the content", focus("innerText"));
    assertTrue(isInSight(), "the skip link is seen when it has the focus");
    int reachable = browser.number(REACHABLE + ".length");
    List<Object> walked = new ArrayList<>();
    for (int i = 0; i < reachable; i++) {
      assertTrue(isInSight(), () -> "the focus is not seen: " + walked);
      walked.add(focus("outerHTML"));
      press(TAB);
    }
    assertEquals(browser.evaluate(REACHABLE + ".map(one => one.outerHTML)"), walked);
  }

  @Test
  void aKeyUnfoldsAndSkips() throws IOException {
    press(TAB);
    press(ENTER);
    assertEquals("content", focus("id"));
    browser.evaluate("document.querySelector('details:not([open]) > summary').focus()");
    press(ENTER);
    assertEquals(true, browser.evaluate("document.activeElement.parentElement.open"));
    press(ENTER);
    assertEquals(false, browser.evaluate("document.activeElement.parentElement.open"));
  }

  private static void press(int code) throws IOException {
    browser.press(code == TAB ? "Tab" : "Enter", code, code == TAB ? "" : "\r");
  }

  private static Object focus(String property) throws IOException {
    return browser.evaluate("document.activeElement." + property);
  }

  /** In the window, and with an outline. */
  private static boolean isInSight() throws IOException {
    return (Boolean)
        browser.evaluate(
            """
            (() => {
              const one = document.activeElement;
              const box = one.getBoundingClientRect();
              const style = getComputedStyle(one);
              return one.matches(':focus-visible') && style.outlineStyle !== 'none'
                && parseFloat(style.outlineWidth) >= 2
                && box.left >= 0 && box.top >= 0 && box.bottom <= innerHeight + 1;
            })()
            """);
  }

  @Tag("nightly")
  @Test
  void asManyPrefixesAsAPageListsDoNotFreezeIt() throws IOException {
    int prefixes = 28_000;
    Path large = folder.resolve("large.html");
    Path fresh = Files.createDirectories(folder.resolve("large"));
    long begin = System.nanoTime();
    Files.writeString(large, new Gateway(fresh).withPrefixes(prefixes).page());
    long written = (System.nanoTime() - begin) / 1_000_000;
    browser.send(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of(
            "source",
            "window.tasks = []; new PerformanceObserver(list => list.getEntries()"
                + ".forEach(one => tasks.push(one.duration)))"
                + ".observe({type: 'longtask', buffered: true});"));
    browser.open(large);
    int shown =
        browser.number(
            "JSON.parse(document.getElementById('postern-data').textContent)"
                + ".rules[0].prefixes.length");
    assertEquals(prefixes, shown);
    String folded = figures("folded");
    unfold();
    String unfolded = figures("unfolded");
    System.out.printf(
        Locale.ROOT,
        "page of %,d prefixes: %,d bytes written in %d ms; %s; %s%n",
        prefixes,
        Files.size(large),
        written,
        folded,
        unfolded);
    assertEquals(
        prefixes,
        browser.number(
                "[...document.querySelectorAll('#why .nets')]"
                    + ".map(one => one.textContent.split('\\n').length).reduce((a, b) => a + b)")
            / 2,
        "each prefix stands there as an entry and as what the rule amounts to");
  }

  /** Scrolls to the end frame by frame, which must be reached. */
  private static String figures(String name) throws IOException {
    Object longest =
        browser.evaluate(
            """
            new Promise(done => {
              let last = performance.now(), longest = 0, frames = 0;
              const step = Math.max(600, document.documentElement.scrollHeight / 200);
              scrollTo(0, 0);
              const frame = now => {
                longest = Math.max(longest, now - last);
                last = now;
                frames++;
                const before = scrollY;
                scrollBy(0, step);
                if (scrollY === before) {
                  done(frames + ' frames of scrolling, the longest ' + Math.round(longest) + ' ms');
                } else {
                  requestAnimationFrame(frame);
                }
              };
              requestAnimationFrame(frame);
            })
            """);
    assertTrue(
        (Boolean)
            browser.evaluate(
                "scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight -"
                    + " 2"));
    Object tasks =
        browser.evaluate(
            "'first paint ' + Math.round(performance.getEntriesByName('first-contentful-paint')[0]"
                + ".startTime) + ' ms, ' + tasks.length + ' long tasks, the longest '"
                + " + Math.round(Math.max(0, ...tasks)) + ' ms'");
    return name + ": " + tasks + ", " + longest;
  }
}
