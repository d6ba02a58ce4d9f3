package org.postern.target.mail.tcpwrappers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.postern.host.AtomicFile;
import org.postern.plan.Ruleset;
import org.postern.target.mail.MailFiles;

/** The files that decide about the clients of one daemon, as they are now. */
final class HostsFiles {
  private static final int LARGEST = 4 << 20;

  private final TcpwrappersOptions options;

  HostsFiles(TcpwrappersOptions options) {
    this.options = options;
  }

  /**
   * Returns the decisions on clients.
   *
   * @param ruleset the ruleset that our file means
   * @param nameless whether the hosts of clients have no names, see {@link Patterns}
   * @throws IOException when a file is there and cannot be read, in words
   */
  Decisions decisions(Ruleset ruleset, boolean nameless) throws IOException {
    return Decisions.of(
        HostsFile.read(text(options.allow())),
        HostsFile.read(text(options.deny())),
        options.daemon(),
        patterns(ruleset, nameless));
  }

  /** Returns the patterns, of which those of our file are the ones that a ruleset means. */
  Patterns patterns(Ruleset ruleset, boolean nameless) {
    Optional<String> ours =
        new TcpwrappersSystem().files(ruleset, MailFiles.none()).text(TcpwrappersSystem.FILE);
    return new Patterns(
        path -> path.equals(options.patterns().toString()) ? ours : ofOthers(Path.of(path)),
        nameless);
  }

  private static Optional<String> ofOthers(Path file) {
    try {
      return Optional.of(text(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /**
   * Returns all of a file, each byte a character; nothing where it is not there, as to libwrap.
   * Links are followed, as by libwrap.
   */
  static String text(Path file) throws IOException {
    try {
      return new String(AtomicFile.read(file.toRealPath(), LARGEST), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return "";
    }
  }

  /** Tells whether it is there, and tcpd cannot read it by the user whom inetd gives it. */
  static boolean isHidden(Path file) throws IOException {
    return Files.exists(file)
        && !Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
  }

  /** Tells whether it can be replaced by another: what is there is a file, and no link to one. */
  static boolean isReplaceable(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }
}
