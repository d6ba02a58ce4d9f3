package org.postern.target.api.smartermail;

import org.postern.target.TargetConformance;

/** A blacklist of ranges. */
class SmarterMailConformanceTest extends TargetConformance {
  @Override
  protected Bench bench() {
    return new SmarterMailBench(new ModelledServer(), "ranges");
  }
}
