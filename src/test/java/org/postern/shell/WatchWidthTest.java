package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.command.Line;
import org.postern.daemon.StatusTree;
import org.postern.daemon.Watched;
import org.postern.host.JsonTree;
import org.postern.shell.WatchTable.Column;

/** The live view keeps its columns at every width, however long the names are. */
class WatchWidthTest {
  private static final String LONG =
      "a-very-long-name-of-a-set-of-nodes-in-the-data-centre-of-a-provider-in-the-north";
  private static final String WIDE =
      "file /etc/postern/\u30e1\u30fc\u30eb\u30b5\u30fc\u30d0\u30fc/\u4e00\u89a7\u8868/nodes.txt";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  static List<Integer> widths() {
    return IntStream.rangeClosed(40, 200).boxed().toList();
  }

  private static int width(Line line) {
    return new AttributedString(line.text()).columnLength();
  }

  private static Map<String, Object> tree(Object... members) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      tree.put((String) members[i], members[i + 1]);
    }
    return tree;
  }

  private static Map<String, Object> source(String set, String id, String family, long failures) {
    return tree(
        "set",
        set,
        "source",
        id,
        "family",
        family,
        "entries",
        12_345L,
        "failures",
        failures,
        "stale",
        failures > 0,
        "why",
        failures > 0 ? id + ": 192.0.2.53:53/udp did not answer" : "",
        "validUntil",
        NOW.plus(Duration.ofHours(23)).toString(),
        "next",
        NOW.plusSeconds(59) + "");
  }

  private static WatchView view() {
    Map<String, Object> status =
        tree(
            "alarms",
            List.of(tree("wakes", true, "message", LONG + " " + LONG, "since", NOW + "")),
            "held",
            List.of(
                tree(
                    "digest",
                    "94cb2a912fa3",
                    "half",
                    "removals",
                    "set",
                    LONG,
                    "family",
                    "IPv4",
                    "message",
                    "14 entries are published, at least 15 are expected")),
            "targets",
            List.of(
                tree(
                    "target",
                    "nftables",
                    "inSync",
                    false,
                    "why",
                    LONG,
                    "counters",
                    tree(
                        LONG,
                        tree("accepted", 123_456_789L, "refused", 12_345_678L),
                        "s",
                        tree("accepted", 1L, "refused", 1L)))),
            "rules",
            List.of(
                tree("rule", LONG, "otherwise", "observe", "openUntil", NOW.plusSeconds(99) + ""),
                tree("rule", "s", "otherwise", "drop"),
                tree("rule", "dns")),
            "sources",
            List.of(
                source(LONG, "dns " + LONG + ".example.com", "ip6", 0),
                source("s", "dns a.example", "ip", 1),
                source("wide", WIDE, "ip", 22)),
            "sets",
            List.of(
                tree(
                    "set",
                    LONG,
                    "family",
                    "ip6",
                    "entries",
                    500_000L,
                    "prefixes",
                    400_000L,
                    "fading",
                    12L,
                    "stale",
                    3L,
                    "held",
                    1L),
                tree(
                    "set",
                    "s",
                    "family",
                    "ip",
                    "entries",
                    1L,
                    "prefixes",
                    1L,
                    "fading",
                    0L,
                    "stale",
                    0L,
                    "held",
                    0L)),
            "latest",
            List.of(
                tree("at", NOW.minusSeconds(5) + "", "event", "repaired", "message", LONG),
                tree("at", NOW.minusSeconds(99_999) + "", "event", "e", "message", "short")));
    Map<String, Object> refused =
        tree(
            "rules",
            List.of(
                tree(
                    "rule",
                    LONG,
                    "peers",
                    List.of(
                        tree(
                            "peer",
                            "2001:db8:1234:5678:9abc:def0:1234:5678",
                            "name",
                            LONG + ".example.com",
                            "count",
                            1_234_567L,
                            "last",
                            NOW.minusSeconds(1) + ""),
                        tree(
                            "peer", "192.0.2.1", "count", 1L, "last", NOW.minusSeconds(9) + "")))));
    return new WatchView(new JsonTree(status), Optional.of(new JsonTree(refused)), NOW);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void noLineIsWiderThanTheScreen(int width) throws IOException {
    assertFits(view(), width);
  }

  @Test
  void norIsThatOfADaemon() throws IOException {
    JsonTree status = new JsonTree(StatusTree.write(Watched.rich(folder).status()));
    for (int width : widths()) {
      assertFits(new WatchView(status, Optional.empty(), NOW), width);
    }
  }

  private static void assertFits(WatchView view, int width) throws IOException {
    for (WatchView.Section section : view.sections(Optional.empty(), width)) {
      for (Line line : section.lines()) {
        assertTrue(width(line) <= width, () -> width + ": " + line.text());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void columnsBeginWhereTheyBegan(int width) {
    WatchTable table =
        new WatchTable(
            Column.name(6, 3),
            Column.name(12, 0),
            Column.text(4, 1),
            Column.number(4),
            Column.text(10, 0));
    List<List<String>> rows =
        List.of(
            List.of("<" + LONG, "<x", "<ip6", "1", "<ok"),
            List.of("<s", "<" + LONG + LONG, "<ip", "22,222", "<" + LONG),
            List.of("<" + WIDE, "<" + WIDE + WIDE, "<ip", "333", "<" + WIDE),
            List.of("<e", "<e\u0301e\u0301", "<ip", "4", "<e"));
    rows.forEach(row -> table.add(Line.Style.PLAIN, row.toArray(String[]::new)));
    List<Line> lines = table.lines(width);
    List<List<Integer>> starts = new ArrayList<>();
    for (Line line : lines) {
      assertTrue(width(line) <= width, () -> width + ": " + line.text());
      starts.add(starts(line.text()));
    }
    assertEquals(1, starts.stream().distinct().count(), () -> width + ":\n" + texts(lines));
    assertTrue(starts.getFirst().size() >= 2, () -> width + ":\n" + texts(lines));
  }

  private static List<Integer> starts(String text) {
    List<Integer> starts = new ArrayList<>();
    for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
      starts.add(new AttributedString(text.substring(0, at)).columnLength());
    }
    return starts;
  }

  private static String texts(List<Line> lines) {
    return String.join("\n", lines.stream().map(Line::text).toList());
  }

  @ParameterizedTest
  @MethodSource("widths")
  void whatMattersMostIsNeverLeftOut(int width) throws IOException {
    for (WatchView.Section section : view().sections(Optional.empty(), width)) {
      String text = texts(section.lines());
      switch (section.title()) {
        case "rules" -> assertTrue(text.contains("open for all"), text);
        case "sources" -> assertTrue(text.contains("dns a.ex") && text.contains("no answer"), text);
        case "sets" -> assertTrue(text.contains("500,000 entries"), text);
        default -> assertTrue(!text.isBlank(), text);
      }
    }
  }

  @Test
  void aWideScreenShowsNamesWhole() throws IOException {
    String all = "";
    for (WatchView.Section section : view().sections(Optional.empty(), WatchView.ANY_WIDTH)) {
      all += texts(section.lines()) + "\n";
    }
    assertTrue(all.contains("dns " + LONG + ".example.com"), all);
    assertTrue(all.contains(WIDE), all);
    assertTrue(all.contains("1 time  "), all);
    assertTrue(all.contains(" 1 entry "), all);
  }

  @Test
  void aNameIsShortenedInItsMiddle() {
    assertEquals("dns a-very-...le.com", Cells.shortened("dns a-very-long-name.example.com", 20));
    assertEquals("short", Cells.shortened("short", 20));
    assertEquals("\u30e1...", Cells.cut("\u30e1\u30fc\u30eb", 5));
  }
}
