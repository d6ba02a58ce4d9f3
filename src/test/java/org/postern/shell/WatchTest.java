package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.Address;
import org.postern.cli.Palette;
import org.postern.command.Line;
import org.postern.daemon.Watched;
import org.postern.daemon.status.StatusDocument;
import org.postern.pipeline.Lab;
import org.postern.pipeline.Request;
import org.postern.plan.SeenPeer;

/** The live view: what is in it, how it fits a screen, and its keys. */
class WatchTest {
  @TempDir private Path folder;

  private WatchView view(Watched watched, Duration later) {
    return new WatchView(
        StatusDocument.of(watched.status()), Optional.empty(), watched.status().at().plus(later));
  }

  private static String text(List<Line> lines) {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  private static String section(WatchView view, String title) {
    return view.sections(Optional.empty(), 200).stream()
        .filter(one -> one.title().startsWith(title))
        .map(one -> text(one.lines()))
        .collect(Collectors.joining());
  }

  @Test
  void showsWhatARuleAcceptedAndRefused() throws IOException {
    WatchView view = view(Watched.well(folder), Duration.ZERO);
    String rules = section(view, "rules");
    assertTrue(rules.matches("(?s).*smtp +drop +120 accepted +7 refused.*"), rules);
    assertTrue(rules.matches("(?s).*pop +observe +3 accepted +2 observed.*"), rules);
    assertTrue(view.head().text().contains("all well"), view.head()::text);
  }

  @Test
  void timesRunDown() throws IOException {
    Watched watched = Watched.well(folder);
    String now = section(view(watched, Duration.ZERO), "sources");
    String later = section(view(watched, Duration.ofSeconds(7)), "sources");
    assertTrue(now.contains("good for 4:5"), now);
    assertFalse(now.equals(later), later);
    assertTrue(
        section(view(watched, Duration.ofHours(1)), "sources").contains("good no more"), later);
  }

  @Test
  void whatIsWrongComesFirst() throws IOException {
    WatchView view = view(Watched.rich(folder), Duration.ZERO);
    List<String> titles =
        view.sections(Optional.empty(), 200).stream().map(WatchView.Section::title).toList();
    assertEquals(List.of("alarms", "held changes", "rules", "sources"), titles.subList(0, 4));
    assertTrue(section(view, "sources").contains("no answer"), section(view, "sources"));
    assertTrue(section(view, "rules").contains("open for all for"), section(view, "rules"));
    assertFalse(section(view, "events").isEmpty());
  }

  @Test
  void anySizeOfScreenIsEnough() throws IOException {
    WatchView view = view(Watched.rich(folder), Duration.ZERO);
    Line foot = Line.plain("foot");
    for (int rows = 2; rows < 80; rows++) {
      List<Line> lines =
          WatchLayout.fit(view.head(), view.sections(Optional.empty(), 200), foot, rows);
      assertTrue(lines.size() <= rows, lines::toString);
      assertEquals(foot, lines.getLast());
    }
  }

  @Test
  void oneKeyTellsWhyAPeerWasRefused() throws IOException {
    Lab lab =
        new Lab(folder)
            .policy(
                """
                sets: {own: {sources: [10.1.0.0/16]}}
                rules: [{name: smtp, port: tcp/25, accept: [own], otherwise: drop}]
                """);
    lab.pipeline().apply(Request.of(lab.file()));
    List<SeenPeer> seen = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      Address peer = Address.ofBytes(new byte[] {(byte) 203, 0, 113, (byte) i});
      seen.add(new SeenPeer("smtp", peer, Duration.ofMinutes(i), i));
    }
    lab.target().seeing(() -> seen);
    try (VirtualTerminal terminal = new VirtualTerminal("xterm-256color", 100, 20);
        Conversing shell = new Conversing(lab, terminal, Palette.plain())) {
      shell.say("watch", "203.0.113.1 ");
      terminal.type(VirtualTerminal.DOWN);
      terminal.await("> 203.0.113.1 ");
      terminal.type(VirtualTerminal.DOWN);
      terminal.await("> 203.0.113.2 ");
      terminal.type(VirtualTerminal.ENTER);
      terminal.await("203.0.113.2 is refused at port 25 by rule smtp");
      terminal.type(" ");
      terminal.await("q ends");
      terminal.resize(60, 10);
      terminal.await(text -> text.lines().count() <= 10, "smaller screen");
      terminal.type("q");
      shell.ready();
    }
    assertEquals(Map.of(), lab.asked());
  }
}
