package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.postern.address.Literals.prefix;
import static org.postern.address.Literals.set;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.picture.Cell;
import org.postern.picture.Grid;
import org.postern.picture.Picture;
import org.postern.picture.View;

/**
 * What is drawn is compared with files in {@code src/test/resources/pictures}, where {@code \e} is
 * the escape. To rewrite them: {@code mvn -q test -Dtest=PictureDrawingTest
 * -Dpostern.rewrite=true}; and then look at them: {@code printf '%b' "$(cat FILE)"}.
 */
class PictureDrawingTest {
  private static final Path EXPECTED = Path.of("src/test/resources/pictures");

  private static final AddressSet BEFORE =
      set(
          "69.20.58.226",
          "69.20.60.0/28",
          "69.20.68.133",
          "77.0.0.0/8",
          "64.0.0.0/10",
          "104.40.0.0/13",
          "130.117.8.0/22",
          "198.51.100.0/24",
          "2a01:111:f400::/48");
  private static final AddressSet AFTER =
      BEFORE
          .subtract(set("77.0.0.0/8", "69.20.60.0/30", "198.51.100.0/24"))
          .union(set("69.20.99.0/24", "91.198.0.0/16", "203.0.112.7"));

  private static Picture held() {
    return Picture.of("IPv4: what is held", View.whole(Family.IP), BEFORE);
  }

  private static Picture change() {
    return Picture.ofChange("IPv4: what changes", View.whole(Family.IP), BEFORE, AFTER);
  }

  private static Picture near() {
    return Picture.of("69.20.0.0/16: four addresses", prefix("69.20.0.0/16"), BEFORE);
  }

  private static List<Picture> pictures(String name) {
    return switch (name) {
      case "held" -> List.of(held());
      case "change" -> List.of(change());
      case "near" -> List.of(near());
      case "several" -> List.of(held(), near(), change());
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static List<String> draw(Canvas canvas, List<Picture> pictures) {
    boolean coloured = canvas.depth() != Canvas.Depth.NONE;
    Palette palette = Palette.detect(coloured, "", "xterm");
    return new PictureDrawing(canvas, palette).lines(pictures);
  }

  @ParameterizedTest
  @CsvSource({
    "held, 40, 24, TRUE, true",
    "held, 80, 24, TRUE, true",
    "held, 200, 50, TRUE, true",
    "held, 80, 24, INDEXED, true",
    "held, 80, 24, SIXTEEN, true",
    "held, 80, 24, SIXTEEN, false",
    "held, 40, 24, NONE, true",
    "held, 80, 24, NONE, true",
    "held, 200, 50, NONE, true",
    "change, 80, 24, TRUE, true",
    "change, 80, 24, NONE, false",
    "near, 80, 24, NONE, false",
    "several, 40, 24, TRUE, true",
    "several, 80, 24, NONE, false",
    "several, 200, 50, TRUE, true",
  })
  void looksAsItDid(String name, int columns, int rows, Canvas.Depth depth, boolean unicode)
      throws IOException {
    Canvas canvas = new Canvas(columns, rows, depth, unicode);
    String drawn = String.join("\n", draw(canvas, pictures(name))).replace("\u001b", "\\e") + "\n";
    String file = "%s-%d-%s%s.txt".formatted(name, columns, depth, unicode ? "" : "-ascii");
    Path expected = EXPECTED.resolve(file);
    if (Boolean.getBoolean("postern.rewrite")) {
      Files.writeString(expected, drawn);
    }
    assertTrue(Files.exists(expected), () -> expected + " is missing; see how to rewrite above");
    assertEquals(Files.readString(expected), drawn);
  }

  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "TRUE"})
  void noLineIsWiderThanTheTerminal(Canvas.Depth depth) {
    for (int columns = 20; columns < 220; columns += 11) {
      for (int rows : new int[] {10, 24, 60}) {
        for (String name : List.of("held", "change", "near", "several")) {
          for (String line : draw(new Canvas(columns, rows, depth, true), pictures(name))) {
            int width = plain(line).length();
            assertTrue(width <= columns, "%d columns, not %d: %s".formatted(width, columns, line));
          }
        }
      }
    }
  }

  @Test
  void withoutColoursThereAreNoEscapesAndNothingButAscii() {
    for (String name : List.of("held", "change", "near", "several")) {
      for (String line : draw(new Canvas(80, 24, Canvas.Depth.NONE, true), pictures(name))) {
        assertTrue(line.matches("[ -~]*"), line);
      }
    }
  }

  @Test
  void whatATerminalShowsIsTheGrid() {
    List<String> lines = draw(new Canvas(80, 24, Canvas.Depth.TRUE, true), List.of(held()));
    Grid grid = held().grid(5);
    Map<String, Cell> colours = new HashMap<>();
    for (Cell cell : grid.kinds()) {
      colours.put(Ink.of(cell).foreground(Canvas.Depth.TRUE).substring("38;".length()), cell);
    }
    assertEquals(grid.kinds().size(), colours.size());
    for (int row = 0; row < 16; row++) {
      List<List<String>> shown = halves(lines.get(2 + row));
      for (int x = 0; x < 32; x++) {
        assertEquals(grid.at(x, 2 * row), colours.get(shown.get(x).getFirst()));
        assertEquals(grid.at(x, 2 * row + 1), colours.get(shown.get(x).getLast()));
      }
    }
  }

  /** The upper and the lower colour of each column, from the escapes of a line. */
  private static List<List<String>> halves(String line) {
    List<List<String>> columns = new ArrayList<>();
    Matcher run =
        Pattern.compile("\u001b\\[(?:38;([0-9;]+);)?48;(2;[0-9]+;[0-9]+;[0-9]+)m([ \u2580]+)")
            .matcher(line);
    while (run.find()) {
      String lower = run.group(2);
      String upper = run.group(3).charAt(0) == ' ' ? lower : run.group(1);
      for (int i = 0; i < run.group(3).length(); i++) {
        columns.add(List.of(upper, lower));
      }
    }
    return columns;
  }

  @ParameterizedTest
  @EnumSource(Canvas.Depth.class)
  void kindsThatMeetAreToldApart(Canvas.Depth depth) {
    for (List<Cell> kinds :
        List.of(
            List.of(Cell.EMPTY, Cell.SPECIAL, Cell.TRACE, Cell.PART, Cell.FULL),
            List.of(Cell.EMPTY, Cell.SPECIAL, Cell.KEPT, Cell.ADDED, Cell.REMOVED, Cell.MIXED))) {
      long colours = kinds.stream().map(cell -> Ink.of(cell).foreground(depth)).distinct().count();
      assertEquals(depth == Canvas.Depth.NONE ? 1 : kinds.size(), colours);
      assertEquals(
          kinds.size(), kinds.stream().map(cell -> Ink.of(cell).letter()).distinct().count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.0/31", "192.0.2.1/32", "192.0.2.0/30", "2a01::1/128"})
  void theSmallestPrefixIsDrawnToo(String prefix) {
    Picture picture = Picture.of("x", prefix(prefix), AddressSet.of(prefix(prefix)));
    List<String> lines = draw(new Canvas(80, 24, Canvas.Depth.NONE, false), List.of(picture));
    assertTrue(lines.get(2).contains("# # # #"), lines::toString);
  }

  @Test
  void whatATitleHidesIsShown() {
    Picture picture = Picture.of("a\u001b[31mb", prefix("192.0.2.0/24"), AddressSet.none());
    List<String> lines = draw(new Canvas(80, 24, Canvas.Depth.NONE, false), List.of(picture));
    assertFalse(lines.getFirst().contains("\u001b"), lines::toString);
  }

  @Test
  void noPictureIsNoLine() {
    assertEquals(List.of(), draw(new Canvas(80, 24, Canvas.Depth.TRUE, true), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "truecolor, xterm, TRUE",
    "24bit, xterm, TRUE",
    "'', xterm-256color, INDEXED",
    "'', screen.xterm-256color, INDEXED",
    "'', linux, SIXTEEN",
    "yes, vt220, SIXTEEN",
  })
  void coloursAreAsTheTerminalSays(String colorterm, String term, Canvas.Depth depth) {
    Map<String, String> environment = Map.of("COLORTERM", colorterm, "TERM", term);
    Palette palette = Palette.detect(true, "", term);
    assertEquals(depth, Canvas.detect(palette, environment, StandardCharsets.UTF_8).depth());
    assertEquals(
        Canvas.Depth.NONE,
        Canvas.detect(Palette.plain(), environment, StandardCharsets.UTF_8).depth());
  }

  @Test
  void theEnvironmentHasTheLastWordOnTheSize() {
    Map<String, String> environment = Map.of("COLUMNS", "123", "LINES", "45");
    Canvas canvas = Canvas.detect(Palette.plain(), environment, StandardCharsets.US_ASCII);
    assertEquals(new Canvas(123, 45, Canvas.Depth.NONE, false), canvas);
    Canvas other =
        Canvas.detect(
            Palette.plain(), Map.of("COLUMNS", "-1", "LINES", "x"), StandardCharsets.UTF_8);
    assertTrue(other.columns() > 1 && other.rows() > 1, other::toString);
  }
}
