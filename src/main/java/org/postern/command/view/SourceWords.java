package org.postern.command.view;

import java.io.IOException;
import org.postern.diagnostic.Counted;
import org.postern.host.JsonTree;

/** The classes of answers in words. */
public final class SourceWords {
  private SourceWords() {}

  public static String of(String result) throws IOException {
    return switch (result) {
      case "data" -> "answered";
      case "absent" -> "says that there are none";
      case "none" -> "gives no information";
      default -> throw new IOException("member \"result\" is not data, absent or none");
    };
  }

  /** What became of peers that knocked. */
  public static String ofLearning(JsonTree learning) throws IOException {
    return "learns by name: %d learned, %d refused, %d unsure, %d dropped, of %s"
        .formatted(
            learning.number("learned"),
            learning.number("refused"),
            learning.number("unsure"),
            learning.number("dropped"),
            Counted.of(learning.number("knocked"), "knock"));
  }
}
