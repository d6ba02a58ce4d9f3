package org.postern.target.nftables;

import java.util.List;
import org.postern.target.Artifact;

/**
 * Requests that belong together.
 *
 * @param divisible whether they may be sent in several batches where one would be too large: adding
 *     or deleting in parts leaves a superset in between, switching rules in parts does not
 */
record BatchStep(String title, List<Request> requests, boolean divisible) implements Artifact.Step {
  BatchStep {
    requests = List.copyOf(requests);
  }

  @Override
  public String text() {
    return Script.of(requests);
  }
}
