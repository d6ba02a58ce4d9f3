package org.postern.target.sheet;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.postern.target.TargetConformance;

/** A sheet for Exchange2003, with a person who carries it out. */
class Exchange2003SheetConformanceTest extends TargetConformance {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new SheetBench(folder.resolve("sheets"), SheetSystem.EXCHANGE2003);
  }
}
