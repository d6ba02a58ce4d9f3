package org.postern.command;

import java.io.IOException;

/** The classes of answers in words. */
final class SourceWords {
  private SourceWords() {}

  static String of(String result) throws IOException {
    return switch (result) {
      case "data" -> "answered";
      case "absent" -> "says that there are none";
      case "none" -> "gives no information";
      default -> throw new IOException("member \"result\" is not data, absent or none");
    };
  }
}
