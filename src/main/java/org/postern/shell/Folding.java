package org.postern.shell;

import java.util.ArrayList;
import java.util.List;

/** Breaks a line at blanks, or inside a word that is too long, so that it fits a width. */
final class Folding {
  private Folding() {}

  static List<String> fold(String text, int width) {
    List<String> parts = new ArrayList<>();
    String left = text;
    while (left.length() > width) {
      int blank = left.lastIndexOf(' ', width);
      int end = blank > 0 ? blank : width;
      parts.add(left.substring(0, end));
      left = left.substring(end).stripLeading();
    }
    parts.add(left);
    return parts;
  }
}
