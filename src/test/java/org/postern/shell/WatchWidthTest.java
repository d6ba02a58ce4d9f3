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
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.address.Family;
import org.postern.command.Line;
import org.postern.command.simulate.RefusedDocument;
import org.postern.daemon.SetStatus;
import org.postern.daemon.SourceStatus;
import org.postern.daemon.TargetTally;
import org.postern.daemon.Watched;
import org.postern.daemon.journal.Priority;
import org.postern.daemon.status.HeldDocument;
import org.postern.daemon.status.OrdersDocument;
import org.postern.daemon.status.StatusDocument;
import org.postern.daemon.status.TargetDocument;
import org.postern.plan.Proof;
import org.postern.plan.memory.ChangeSide;
import org.postern.plan.memory.MemberKind;
import org.postern.policy.Refusal;
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

  private static SourceStatus source(String set, String id, Family family, int failures) {
    return new SourceStatus(
        set,
        id,
        family,
        Optional.of(SourceStatus.Result.DATA),
        failures > 0 ? id + ": 192.0.2.53:53/udp did not answer" : "",
        Optional.of(NOW),
        Optional.of(NOW.plus(Duration.ofHours(23))),
        12_345,
        failures > 0,
        failures,
        Optional.of(NOW.plusSeconds(59)));
  }

  private static HeldDocument held() {
    return new HeldDocument(
        "94cb2a912fa3",
        LONG,
        MemberKind.IP,
        ChangeSide.REMOVALS,
        List.of(),
        "14 entries are published, at least 15 are expected",
        false,
        NOW,
        1,
        List.of());
  }

  private static TargetDocument target() {
    Map<String, TargetDocument.Counters> counters = new LinkedHashMap<>();
    counters.put(LONG, new TargetDocument.Counters(OptionalLong.of(123_456_789), 12_345_678));
    counters.put("s", new TargetDocument.Counters(OptionalLong.of(1), 1));
    return new TargetDocument(
        "nftables",
        "nftables",
        "nftables",
        false,
        LONG,
        Proof.EXACT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TargetTally(0, 0, Map.of()),
        counters,
        0,
        Optional.empty(),
        OptionalLong.empty(),
        List.of());
  }

  private static StatusDocument.Happened event(Instant at, String event, String message) {
    return new StatusDocument.Happened(at, event, message);
  }

  private static StatusDocument status() {
    return new StatusDocument(
        "0",
        NOW,
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new OrdersDocument(Optional.empty(), Optional.empty(), List.of(), Optional.empty()),
        List.of(target()),
        List.of(
            new StatusDocument.Rule(
                LONG, Optional.of(Refusal.OBSERVE), Optional.of(NOW.plusSeconds(99))),
            new StatusDocument.Rule("s", Optional.of(Refusal.DROP), Optional.empty()),
            new StatusDocument.Rule("dns", Optional.empty(), Optional.empty())),
        List.of(
            source(LONG, "dns " + LONG + ".example.com", Family.IP6, 0),
            source("s", "dns a.example", Family.IP, 1),
            source("wide", WIDE, Family.IP, 22)),
        List.of(
            new SetStatus(LONG, Family.IP6, 500_000, 400_000, 499_984, 12, 3, 1),
            new SetStatus("s", Family.IP, 1, 1, 1, 0, 0, 0)),
        List.of(),
        List.of(held()),
        List.of(
            new StatusDocument.Standing(
                "change_held", Priority.ERROR, true, "s", LONG + " " + LONG, NOW)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.of(
            List.of(
                event(NOW.minusSeconds(5), "repaired", LONG),
                event(NOW.minusSeconds(99_999), "e", "short"))));
  }

  private static RefusedDocument.Peer peer(
      String address, Optional<String> name, long count, Instant last) {
    return new RefusedDocument.Peer(
        address, name, "nftables", Optional.empty(), count, last, Optional.empty());
  }

  private static WatchView view() {
    List<RefusedDocument.Peer> peers =
        List.of(
            peer(
                "2001:db8:1234:5678:9abc:def0:1234:5678",
                Optional.of(LONG + ".example.com"),
                1_234_567,
                NOW.minusSeconds(1)),
            peer("192.0.2.1", Optional.empty(), 1, NOW.minusSeconds(9)));
    RefusedDocument.Rule rule =
        new RefusedDocument.Rule(LONG, Optional.empty(), Optional.empty(), peers);
    RefusedDocument refused =
        new RefusedDocument(List.of(), Optional.of(List.of(rule)), Optional.empty());
    return new WatchView(status(), Optional.of(refused), NOW);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void noLineIsWiderThanTheScreen(int width) {
    assertFits(view(), width);
  }

  @Test
  void norIsThatOfADaemon() throws IOException {
    StatusDocument status = StatusDocument.of(Watched.rich(folder).status());
    for (int width : widths()) {
      assertFits(new WatchView(status, Optional.empty(), NOW), width);
    }
  }

  private static void assertFits(WatchView view, int width) {
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
  void whatMattersMostIsNeverLeftOut(int width) {
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
