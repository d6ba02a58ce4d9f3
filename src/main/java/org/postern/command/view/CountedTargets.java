package org.postern.command.view;

import java.io.IOException;
import java.util.Optional;
import org.postern.command.Line;
import org.postern.command.Reply;
import org.postern.daemon.OfflineStatus;
import org.postern.daemon.Status;
import org.postern.pipeline.Pipeline;
import org.postern.target.TargetException;

/** Finds what targets have counted of what is in force. */
public final class CountedTargets {
  private CountedTargets() {}

  /**
   * Returns the status with the counts, by the daemon, else by the targets; empty for a policy, and
   * where none may look.
   */
  public static Optional<Status> of(Subject subject, Pipeline pipeline, Reply.Builder reply)
      throws IOException {
    if (!subject.running() || subject.status().isPresent()) {
      return subject.status();
    }
    try {
      return Optional.of(OfflineStatus.of(pipeline));
    } catch (TargetException e) {
      reply.error(Line.Style.CAUTION, "what was counted is not known: " + e.getMessage());
      return Optional.empty();
    }
  }
}
