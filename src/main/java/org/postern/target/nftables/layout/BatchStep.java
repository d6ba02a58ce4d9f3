package org.postern.target.nftables.layout;

import java.util.List;
import org.postern.target.Artifact;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Request;

/**
 * A step of requests that belong together.
 *
 * @param fillings what sets must hold when the step is done: rules that refuse are loaded only
 *     after the sets are seen to be filled
 * @param divisible whether they may be sent in several batches where one would be too large: adding
 *     or deleting in parts leaves a superset in between, switching rules in parts does not
 */
public record BatchStep(
    String title, List<Request> requests, List<Filling> fillings, boolean divisible)
    implements Artifact.Step {
  public BatchStep {
    requests = List.copyOf(requests);
    fillings = List.copyOf(fillings);
  }

  /** Tells whether it changes elements and nothing else, so that all handles stay. */
  public boolean elementsOnly() {
    return requests.stream()
        .allMatch(one -> one instanceof Elements.NewSetElem || one instanceof Elements.DelSetElem);
  }

  @Override
  public String ending() {
    return "nft";
  }

  @Override
  public String text() {
    return Script.of(requests);
  }
}
