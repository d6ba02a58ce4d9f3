package org.postern.target.mail.tcpserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tcpserver(1) processes that wait for connections, by the files of rules that they name. */
final class Listeners {
  private static final String PROGRAM = "tcpserver";

  private final Path processes;

  /**
   * Those of one host.
   *
   * @param processes proc(5)
   */
  Listeners(Path processes) {
    this.processes = processes;
  }

  /** The file that each looks at; an empty text for one without any. */
  List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
      for (Path process : all) {
        words(process).flatMap(Listeners::file).ifPresent(files::add);
      }
    }
    return files;
  }

  /** Empty for a process that ends meanwhile, or is not to be seen. */
  private static Optional<List<String>> words(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return Optional.of(List.of(line.split("\0")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Empty where it is another program. */
  private static Optional<String> file(List<String> words) {
    if (!words.getFirst().equals(PROGRAM) && !words.getFirst().endsWith("/" + PROGRAM)) {
      return Optional.empty();
    }
    for (int i = 1; i + 1 < words.size() && words.get(i).startsWith("-"); i++) {
      Optional<String> next = Optional.of(words.get(i + 1));
      int at = option(words.get(i));
      if (at < 0) {
        continue;
      }
      boolean last = at == words.get(i).length() - 1;
      String value = last ? next.get() : words.get(i).substring(at + 1);
      if (words.get(i).charAt(at) == 'x') {
        return Optional.of(value);
      }
      i += last ? 1 : 0;
    }
    return Optional.of("");
  }

  /** Where the option with a value is in a word of options; -1 where there is none. */
  private static int option(String word) {
    for (int at = 1; at < word.length(); at++) {
      if ("xtuglbBc".indexOf(word.charAt(at)) >= 0) {
        return at;
      }
    }
    return -1;
  }
}
