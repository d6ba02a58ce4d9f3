package org.postern.command.view;

import org.postern.daemon.SourceStatus;
import org.postern.daemon.follow.LearningTally;
import org.postern.diagnostic.Counted;

/** The classes of answers in words. */
public final class SourceWords {
  private SourceWords() {}

  /** What a source said, in words. */
  public static String of(SourceStatus.Result result) {
    return switch (result) {
      case DATA -> "answered";
      case ABSENT -> "says that there are none";
      case NONE -> "gives no information";
    };
  }

  /** What became of peers that knocked. */
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
