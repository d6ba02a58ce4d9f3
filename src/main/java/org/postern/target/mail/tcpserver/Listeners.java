package org.postern.target.mail.tcpserver;

import java.io.IOException;
import java.util.List;
import org.postern.target.mail.RunningPrograms;

/** The tcpserver(1) processes that wait for connections, by the files of rules that they name. */
final class Listeners {
  private final RunningPrograms programs;

  Listeners(RunningPrograms programs) {
    this.programs = programs;
  }

  /** Returns the file that each looks at; an empty text for one without any. */
  List<String> files() throws IOException {
    return programs.of("tcpserver").stream().map(Listeners::file).toList();
  }

  private static String file(List<String> words) {
    for (int i = 1; i + 1 < words.size() && words.get(i).startsWith("-"); i++) {
      int at = option(words.get(i));
      if (at < 0) {
        continue;
      }
      boolean last = at == words.get(i).length() - 1;
      String value = last ? words.get(i + 1) : words.get(i).substring(at + 1);
      if (words.get(i).charAt(at) == 'x') {
        return value;
      }
      i += last ? 1 : 0;
    }
    return "";
  }

  /**
   * Returns the index in a word of options of the one that takes a value; -1 where there is none.
   */
  private static int option(String word) {
    for (int at = 1; at < word.length(); at++) {
      if ("xtuglbBc".indexOf(word.charAt(at)) >= 0) {
        return at;
      }
    }
    return -1;
  }
}
