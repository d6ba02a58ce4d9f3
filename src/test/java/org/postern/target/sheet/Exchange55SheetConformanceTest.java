package org.postern.target.sheet;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.postern.target.TargetConformance;

/** A sheet for Exchange55, with a person who carries it out. */
class Exchange55SheetConformanceTest extends TargetConformance {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new SheetBench(folder.resolve("sheets"), SheetSystem.EXCHANGE55);
  }
}
