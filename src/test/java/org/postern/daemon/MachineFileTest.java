package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.policy.MachineSettings;

/** What becomes of a file that is there, is not, or cannot be read. */
class MachineFileTest {
  @TempDir private Path folder;
  private final Report report = new Report();

  @Test
  void aMissingFileMeansTheDefaults() {
    assertEquals(
        Optional.of(MachineSettings.DEFAULT),
        MachineFile.read(folder.resolve("daemon.yaml"), report));
    assertEquals(0, report.diagnostics().size());
  }

  @Test
  void aFileIsReadAndNamedInItsMistakes() throws IOException {
    Path file = folder.resolve("daemon.yaml");
    Files.writeString(file, "log: text\n");
    assertEquals(
        Optional.of(MachineSettings.Log.TEXT),
        MachineFile.read(file, report).map(MachineSettings::log));
    Files.writeString(file, "log: loud\n");
    assertTrue(MachineFile.read(file, report).isEmpty());
    assertEquals(file + ":1:6", report.diagnostics().getFirst().span().position());
  }

  @Test
  void whatCannotBeReadIsNotTakenForMissing() {
    assertTrue(MachineFile.read(folder, report).isEmpty());
    assertEquals(Code.FILE_MISSING, report.diagnostics().getFirst().code());
    assertFalse(report.diagnostics().getFirst().fix().isEmpty());
  }

  @Test
  void whatHasNoEndIsNotReadToIt() {
    assertTrue(MachineFile.read(Path.of("/dev/zero"), report).isEmpty());
    assertTrue(report.diagnostics().getFirst().message().contains("larger than"));
  }
}
