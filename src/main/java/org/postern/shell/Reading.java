package org.postern.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.postern.diagnostic.Visible;

/** Makes the reader of lines: completion, colours, history with search and suggestions. */
final class Reading {
  private static final String KEPT = "postern/shell-history";
  private static final int LINES = 1000;

  private Reading() {}

  static LineReader reader(
      Terminal terminal, Supplier<Vocabulary> vocabulary, boolean coloured, Path history) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("postern")
            .parser(new LineParser())
            .history(new ShownHistory())
            .completer(new WordCompleter(vocabulary))
            .highlighter(new WordHighlighter(vocabulary, coloured))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, LINES)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%N> ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.AUTO_FRESH_LINE, true)
            .option(LineReader.Option.CASE_INSENSITIVE, false)
            .build();
    reader.setAutosuggestion(LineReader.SuggestionType.HISTORY);
    acceptWith(reader, terminal, InfoCmp.Capability.key_right, "\u0006", LineReader.FORWARD_CHAR);
    acceptWith(reader, terminal, InfoCmp.Capability.key_end, "\u0005", LineReader.END_OF_LINE);
    return reader;
  }

  /** A history of lines that can be shown, since a line that is kept is shown again as it is. */
  private static final class ShownHistory extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
      if (line.codePoints().noneMatch(Visible::hidden)) {
        super.add(time, line);
      }
    }
  }

  /**
   * Binds a key: at the end of a line it takes what is suggested; elsewhere it does what it always
   * does.
   */
  private static void acceptWith(
      LineReader reader,
      Terminal terminal,
      InfoCmp.Capability key,
      String control,
      String otherwise) {
    Widget usual = reader.getBuiltinWidgets().get(otherwise);
    String name = "postern-" + otherwise;
    reader.getWidgets().put(name, () -> accept(reader) || (usual != null && usual.apply()));
    KeyMap<org.jline.reader.Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    if (keys != null) {
      Optional.ofNullable(KeyMap.key(terminal, key))
          .ifPresent(sequence -> keys.bind(new Reference(name), sequence));
      keys.bind(new Reference(name), control);
    }
  }

  private static boolean accept(LineReader reader) {
    String tail = reader.getTailTip();
    boolean atEnd = reader.getBuffer().cursor() == reader.getBuffer().length();
    if (!atEnd || tail == null || tail.isEmpty()) {
      return false;
    }
    reader.getBuffer().write(tail);
    return true;
  }

  /**
   * Returns the file with what was typed, for its owner alone: by the XDG Base Directory
   * Specification in {@code XDG_STATE_HOME}.
   */
  static Path history(Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
    Path folder =
        Optional.ofNullable(environment.get("XDG_STATE_HOME"))
            .filter(text -> text.startsWith("/"))
            .map(Path::of)
            .orElse(home.resolve(".local/state"));
    Path file = folder.resolve(KEPT);
    try {
      Files.createDirectories(file.getParent());
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      return file;
    } catch (IOException e) {
      return Path.of("/dev/null"); // without a home, what is typed is forgotten
    }
    return file;
  }
}
