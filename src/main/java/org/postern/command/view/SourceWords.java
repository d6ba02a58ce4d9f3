package org.postern.command.view;

import org.postern.daemon.SourceStatus;
import org.postern.daemon.follow.LearningTally;
import org.postern.diagnostic.Counted;

/** Puts the classes of answers into words. */
public final class SourceWords {
  private SourceWords() {}

  /** Returns what a source said, in words. */
  public static String of(SourceStatus.Result result) {
    return switch (result) {
      case DATA -> "answered";
      case ABSENT -> "says that there are none";
      case NONE -> "gives no information";
    };
  }

  /** Returns what became of peers that knocked, in words. */
  public static String ofLearning(LearningTally learning) {
    return "learns by name: %d learned, %d refused, %d unsure, %d dropped, of %s"
        .formatted(
            learning.learned(),
            learning.refused(),
            learning.unsure(),
            learning.dropped(),
            Counted.of(learning.knocked(), "knock"));
  }
}
