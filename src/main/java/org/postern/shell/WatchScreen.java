package org.postern.shell;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;
import org.postern.cli.Palette;
import org.postern.command.Invocation;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.diagnostic.Visible;

/** A live view that fills the screen; only what has changed is drawn again. */
final class WatchScreen {
  private static final long TICK_MILLIS = 200;
  private static final String FOOT = "q ends   up/down choose a peer   enter why it may not pass";
  private static final String SHORT_FOOT = "q ends  up/down a peer  enter why";

  private final Terminal terminal;
  private final Session session;
  private final Palette palette;
  private final Display display;
  private final BindingReader keys;
  private final AtomicReference<Optional<WatchCommand.Asked>> latest =
      new AtomicReference<>(Optional.empty());
  private Optional<WatchView.Peer> chosen = Optional.empty();
  private Size size = new Size();

  WatchScreen(Terminal terminal, Session session, Palette palette) {
    this.terminal = terminal;
    this.session = session;
    this.palette = palette;
    this.display = new Display(terminal, true);
    this.keys = new BindingReader(terminal.reader());
  }

  private enum Key {
    END,
    UP,
    DOWN,
    WHY,
    OTHER
  }

  /** Shows the view until the user presses q. */
  void run(Invocation invocation) throws IOException {
    Attributes before = terminal.enterRawMode();
    Attributes quiet = terminal.getAttributes();
    quiet.setLocalFlag(Attributes.LocalFlag.ISIG, false);
    terminal.setAttributes(quiet);
    terminal.puts(InfoCmp.Capability.enter_ca_mode);
    terminal.puts(InfoCmp.Capability.keypad_xmit);
    terminal.puts(InfoCmp.Capability.cursor_invisible);
    try (WatchFeed _ = WatchFeed.start(session, invocation, latest::set)) {
      loop();
    } finally {
      terminal.puts(InfoCmp.Capability.cursor_visible);
      terminal.puts(InfoCmp.Capability.keypad_local);
      terminal.puts(InfoCmp.Capability.exit_ca_mode);
      terminal.setAttributes(before);
      terminal.flush();
    }
  }

  private void loop() throws IOException {
    KeyMap<Key> map = keyMap();
    while (true) {
      draw(lines());
      if (keys.peekCharacter(TICK_MILLIS) == NonBlockingReader.READ_EXPIRED) {
        continue;
      }
      Key key = keys.readBinding(map);
      if (key == null || key == Key.END) {
        return;
      }
      switch (key) {
        case UP -> choose(-1);
        case DOWN -> choose(1);
        case WHY -> why(map);
        case END, OTHER -> {}
      }
    }
  }

  private KeyMap<Key> keyMap() {
    KeyMap<Key> map = new KeyMap<>();
    map.setUnicode(Key.OTHER);
    map.setNomatch(Key.OTHER);
    map.bind(Key.END, "q", "Q", "\u0003", "\u0004");
    map.bind(Key.UP, "k", "\u001b[A", "\u001bOA");
    map.bind(Key.DOWN, "j", "\u001b[B", "\u001bOB");
    map.bind(Key.WHY, "\r", "\n", "w");
    return map;
  }

  private Optional<WatchView> view() {
    Instant now = session.pipeline().actor().now();
    return latest
        .get()
        .flatMap(WatchCommand.Asked::view)
        .map(view -> new WatchView(view.status(), view.refused(), now));
  }

  private void choose(int step) {
    Optional<WatchView> view = view();
    List<WatchView.Peer> peers = view.map(WatchView::peers).orElse(List.of());
    if (peers.isEmpty()) {
      return;
    }
    int at = -1;
    for (int i = 0; i < peers.size() && chosen.isPresent(); i++) {
      if (peers.get(i).address().equals(chosen.get().address())
          && peers.get(i).rule().equals(chosen.get().rule())) {
        at = i;
      }
    }
    int next = at < 0 ? 0 : Math.clamp(at + step, 0, peers.size() - 1);
    chosen = Optional.of(peers.get(next));
  }

  private List<Line> lines() {
    int rows = terminal.getHeight();
    int width = Math.max(1, terminal.getWidth());
    Line foot = Line.of(Line.Style.ASIDE, FOOT.length() <= width ? FOOT : SHORT_FOOT);
    Optional<WatchView> view = view();
    if (view.isPresent()) {
      return WatchLayout.fit(view.get().head(), view.get().sections(chosen, width), foot, rows);
    }
    List<Line> lines = new ArrayList<>();
    latest
        .get()
        .ifPresentOrElse(
            asked -> lines.addAll(asked.reply().errors()),
            () -> lines.add(Line.of(Line.Style.ASIDE, "asking ...")));
    lines.add(foot);
    return lines;
  }

  private void draw(List<Line> lines) {
    Size now = terminal.getSize();
    if (!now.equals(size)) {
      size = now;
      display.resize(size.getRows(), size.getColumns());
      display.clear();
    }
    List<AttributedString> drawn =
        lines.stream()
            .limit(Math.max(1, size.getRows()))
            .map(
                line ->
                    AttributedString.fromAnsi(
                        palette.paint(line.style(), Visible.text(line.text()))))
            .map(line -> line.columnSubSequence(0, Math.max(1, size.getColumns())))
            .toList();
    display.update(drawn, 0);
  }

  /**
   * Shows why the chosen peer may not pass, until a key is pressed; meanwhile the view is not
   * updated.
   */
  private void why(KeyMap<Key> map) throws IOException {
    if (chosen.isEmpty()) {
      return;
    }
    Map<String, List<String>> options = new LinkedHashMap<>();
    options.put("--running", List.of("true"));
    Reply reply = session.ask("why", new Invocation(List.of(chosen.get().address()), options));
    List<Line> lines = new ArrayList<>();
    for (Line line : reply.lines()) {
      lines.addAll(folded(line));
    }
    for (Line line : reply.errors()) {
      lines.addAll(folded(line));
    }
    lines.add(Line.of(Line.Style.ASIDE, "any key leads back"));
    draw(lines);
    keys.readBinding(map);
  }

  private List<Line> folded(Line line) {
    return Folding.fold(line.text(), Math.max(1, terminal.getWidth())).stream()
        .map(part -> Line.of(line.style(), part))
        .toList();
  }
}
