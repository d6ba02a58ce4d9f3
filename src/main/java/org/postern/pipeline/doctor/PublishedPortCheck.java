package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether port 25 is sent on to a container or a host behind: such connections are
 * forwarded, and a rule on input never sees them.
 */
final class PublishedPortCheck implements Check {
  @Override
  public String name() {
    return "published ports";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    if (host.judgesForwarded() || host.mailRules().isEmpty()) {
      return;
    }
    Optional<List<String>> lines = PublishedPorts.of(host);
    if (lines.isEmpty()) {
      found.unseen(
          "whether port 25 is sent on to another host",
          "nft -t list ruleset tells nothing",
          "run postern doctor as root, where nft(8) is installed");
    } else if (!lines.get().isEmpty()) {
      found.must(
          "port 25 is sent on to another host, where no rule judges",
          lines.get().getFirst(),
          "add the hook to the rule for port 25: hook: [input, forward]");
    }
  }
}
