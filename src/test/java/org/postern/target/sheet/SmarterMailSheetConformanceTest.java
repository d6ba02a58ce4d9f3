package org.postern.target.sheet;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.postern.target.TargetConformance;

/** A sheet for SmarterMail, with a person who carries it out. */
class SmarterMailSheetConformanceTest extends TargetConformance {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new SheetBench(folder.resolve("sheets"), SheetSystem.SMARTERMAIL);
  }
}
