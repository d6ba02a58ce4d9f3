package org.postern.target.nftables;

import java.util.List;
import java.util.Map;
import org.postern.address.AddressSet;
import org.postern.target.Artifact;

/**
 * Requests that belong together.
 *
 * @param holds by set, what it must hold when the step is done: rules that refuse are loaded only
 *     after the sets are seen to be filled
 * @param divisible whether they may be sent in several batches where one would be too large: adding
 *     or deleting in parts leaves a superset in between, switching rules in parts does not
 */
record BatchStep(
    String title, List<Request> requests, Map<String, AddressSet> holds, boolean divisible)
    implements Artifact.Step {
  BatchStep {
    requests = List.copyOf(requests);
    holds = Map.copyOf(holds);
  }

  @Override
  public String text() {
    return Script.of(requests);
  }
}
