package org.postern.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.diagnostic.Span;
import org.postern.policy.MachineSettings;
import org.postern.policy.parse.MachineSettingsParser;
import org.postern.policy.parse.text.SourceText;

/** The file of what belongs to one machine and to no policy. */
public final class MachineFile {
  /** The path of the file. */
  public static final Path PATH = Path.of("/etc/postern/daemon.yaml");

  /** The most bytes that are taken into memory; no real file is larger. */
  private static final int LIMIT = 1 << 20;

  private MachineFile() {}

  /** Reads it; without a file all is as by default. Empty when the report has errors. */
  public static Optional<MachineSettings> read(Path file, Report report) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new IOException("it is larger than " + LIMIT + " bytes");
      }
      return MachineSettingsParser.parse(file.toString(), SourceText.decode(bytes), report);
    } catch (NoSuchFileException e) {
      return Optional.of(MachineSettings.DEFAULT);
    } catch (AccessDeniedException e) {
      report.add(
          Code.FILE_FORBIDDEN,
          Span.wholeFile(file.toString()),
          "the file cannot be read: no right to read it",
          Code.FORBIDDEN_FIX);
      return Optional.empty();
    } catch (IOException e) {
      report.add(
          Code.FILE_MISSING,
          Span.wholeFile(file.toString()),
          "the file cannot be read: " + e.getMessage(),
          "let the daemon read it, or remove it: then all is as by default");
      return Optional.empty();
    }
  }
}
