package org.postern.shell;

import java.nio.file.Path;
import java.util.Optional;
import org.postern.pipeline.check.Draft;

/**
 * The subject of a conversation.
 *
 * @param state the state folder
 * @param draft the draft of the policy that is open; empty when it is about what is in force
 * @param lock the lockfile that answers in place of all sources
 */
record Workspace(Path state, Optional<Draft> draft, Optional<Path> lock) {

  /** Returns a copy with another draft. */
  Workspace with(Draft other) {
    return new Workspace(state, Optional.of(other), lock);
  }

  /** Tells whether a change would be lost by leaving it. */
  boolean isUnwritten() {
    return draft.filter(Draft::isChanged).isPresent();
  }

  /** Returns the words before each line. */
  String title() {
    return draft.map(one -> name(one.path()) + (one.isChanged() ? "*" : "")).orElse("running");
  }

  private static String name(Path path) {
    return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("policy");
  }
}
