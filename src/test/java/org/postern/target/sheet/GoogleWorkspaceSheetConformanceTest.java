package org.postern.target.sheet;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.postern.target.TargetConformance;

/** A sheet for GoogleWorkspace, with a person who carries it out. */
class GoogleWorkspaceSheetConformanceTest extends TargetConformance {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new SheetBench(folder.resolve("sheets"), SheetSystem.GOOGLE_WORKSPACE);
  }
}
