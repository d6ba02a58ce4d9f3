package org.postern.command;

import java.nio.file.Path;
import org.postern.pipeline.Pipeline;

/** Makes a pipeline for a state folder. */
public interface Pipelines {
  Pipeline at(Path state);

  /** Returns the pipeline for a process that shows no progress. */
  default Pipeline unwatched(Path state) {
    return at(state);
  }
}
