package org.postern.target.mail.postfix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The smtpd(8) processes of this host. Each reads the tables when it begins, and after a reload it
 * serves its session to the end and then itself ends.
 */
final class SmtpProcesses {
  private static final String SMTPD = "smtpd";

  private final Path processes;

  /**
   * Creates the processes of one host.
   *
   * @param processes the folder of proc(5), {@code /proc}
   */
  SmtpProcesses(Path processes) {
    this.processes = processes;
  }

  /**
   * Returns how many of one Postfix began before the youngest of our files was written; none where
   * that is not seen.
   *
   * @param master the process of master(8), of which each is a child
   */
  int older(PostfixOptions options, long master) throws IOException {
    if (options.container().isPresent() || !Files.isDirectory(options.folder())) {
      return 0;
    }
    Instant youngest = Instant.MIN;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(options.folder())) {
      for (Path file : files) {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        youngest = written.isAfter(youngest) ? written : youngest;
      }
    }
    int older = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
      for (Path process : all) {
        if (isSmtpd(process)) {
          Optional<ProcessHandle> smtpd = handle(process).filter(one -> isChild(one, master));
          older +=
              smtpd.flatMap(SmtpProcesses::began).filter(youngest::isAfter).isPresent() ? 1 : 0;
        }
      }
    }
    return older;
  }

  private static boolean isSmtpd(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip().equals(SMTPD);
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<ProcessHandle> handle(Path process) {
    return ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())));
  }

  private static boolean isChild(ProcessHandle process, long master) {
    return process.parent().filter(parent -> parent.pid() == master).isPresent();
  }

  private static Optional<Instant> began(ProcessHandle process) {
    return process.info().startInstant();
  }
}
