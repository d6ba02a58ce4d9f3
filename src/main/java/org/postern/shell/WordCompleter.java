package org.postern.shell;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.postern.diagnostic.Visible;

/** Offers what can stand where the cursor is. */
final class WordCompleter implements Completer {
  /** The most files of one folder that are offered: more help no reader. */
  private static final int FILES = 500;

  private final Supplier<Vocabulary> vocabulary;

  WordCompleter(Supplier<Vocabulary> vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    Vocabulary known = vocabulary.get();
    List<String> words = line.words().subList(0, line.wordIndex() + 1);
    Roles.Role role = Roles.of(known.commands(), words).getLast();
    for (Vocabulary.Suggestion one : known.suggestions(role, line.word())) {
      candidates.add(candidate(one.text(), one.text(), one.group(), one.help(), true));
    }
    if (known.takesFile(role)) {
      String begun = line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
      files(begun, candidates);
    }
  }

  private static void files(String begun, List<Candidate> candidates) {
    String folder = begun.substring(0, begun.lastIndexOf('/') + 1);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
      for (Path file : files) {
        if (candidates.size() < FILES) {
          candidates.add(file(folder, file));
        }
      }
    } catch (IOException | RuntimeException e) {
      return; // there is nothing to offer in a folder that cannot be read
    }
  }

  private static Candidate file(String folder, Path file) {
    boolean isFolder = Files.isDirectory(file);
    String name = file.getFileName() + (isFolder ? "/" : "");
    return candidate(folder + name, name, "files", "", !isFolder);
  }

  private static Candidate candidate(
      String value, String shown, String group, String help, boolean complete) {
    return new Candidate(
        value, Visible.text(shown), group, help.isEmpty() ? null : help, null, null, complete);
  }
}
