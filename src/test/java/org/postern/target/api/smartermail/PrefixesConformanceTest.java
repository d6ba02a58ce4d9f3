package org.postern.target.api.smartermail;

import org.postern.target.TargetConformance;

/** A blacklist of prefixes, on a server with small pages. */
class PrefixesConformanceTest extends TargetConformance {
  @Override
  protected Bench bench() {
    ModelledServer server = new ModelledServer();
    server.page = 7;
    return new SmarterMailBench(server, "prefixes");
  }
}
