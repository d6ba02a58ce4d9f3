package org.postern.target.mail.opensmtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of one smtpd, with what it includes in its place.
 *
 * @param statements the statements in order, macros replaced
 * @param files the files of which it is made
 */
record SmtpdConf(List<Statement> statements, List<Path> files) {
  /** A file that includes itself ends here. */
  private static final int DEEPEST = 10;

  SmtpdConf {
    statements = List.copyOf(statements);
    files = List.copyOf(files);
  }

  /**
   * A statement.
   *
   * @param file the file in which it stands
   * @param words the words of it
   */
  record Statement(Path file, List<Word> words) {
    Statement {
      words = List.copyOf(words);
    }

    /** Tells whether it begins with that keyword. */
    boolean is(String keyword) {
      return words.getFirst().is(keyword);
    }

    /** Returns the statement in one line. */
    String text() {
      return words.stream()
          .map(word -> word.quoted() ? "\"" + word.text() + "\"" : word.text())
          .collect(Collectors.joining(" "))
          .replace("< ", "<")
          .replace(" >", ">")
          .replace("! ", "!");
    }
  }

  /**
   * Reads a file and what it includes.
   *
   * @throws IOException when one of them cannot be read
   */
  static SmtpdConf read(Path file) throws IOException {
    Reading reading = new Reading();
    reading.read(file, DEEPEST);
    return new SmtpdConf(reading.statements, reading.files);
  }

  /** The statements that were read so far. */
  private static final class Reading {
    private final List<Statement> statements = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final Map<String, String> macros = new HashMap<>();
    private final Words words = new Words(macros);

    void read(Path file, int depth) throws IOException {
      files.add(file);
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (String line : Words.lines(text)) {
        List<Word> all = words.of(line);
        if (all.size() == 3 && all.get(1).is("=")) {
          macros.put(all.getFirst().text(), value(line));
        } else if (all.size() == 2 && all.getFirst().is("include") && depth > 0) {
          read(Path.of(all.get(1).text()), depth - 1);
        } else if (!all.isEmpty()) {
          statements.add(new Statement(file, all));
        }
      }
    }

    /**
     * Returns the value as it stands there, without quotes around it: it is looked at again where
     * it is used.
     */
    private String value(String line) {
      String value = line.substring(line.indexOf('=') + 1).strip();
      return words.of(value).stream().map(Word::text).collect(Collectors.joining(" "));
    }
  }

  /**
   * Returns the file of each table that is one of a file; of a table in the configuration, none.
   */
  Map<String, Path> tableFiles() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Statement one : statements) {
      if (one.is("table") && one.words().size() == 3) {
        String source = one.words().get(2).text();
        String path = source.startsWith("file:") ? source.substring("file:".length()) : source;
        if (path.startsWith("/")) {
          files.put(one.words().get(1).text(), Path.of(path));
        }
      }
    }
    return files;
  }

  /** Returns the values of a table in the configuration itself; none where it is no such list. */
  List<String> values(String table) {
    return statements.stream()
        .filter(one -> one.is("table") && one.words().size() > 3)
        .filter(one -> one.words().get(1).text().equals(table) && one.words().get(2).is("{"))
        .findFirst()
        .map(one -> listed(one.words().subList(2, one.words().size())))
        .orElse(List.of());
  }

  /** Returns the values between braces. */
  static List<String> listed(List<Word> words) {
    return words.stream()
        .filter(word -> word.quoted() || !"{},".contains(word.text()))
        .map(Word::text)
        .toList();
  }

  /** Returns the statements that decide on recipients, in order. */
  List<MatchRule> matches() {
    return statements.stream().filter(one -> one.is("match")).map(MatchRule::of).toList();
  }
}
