package org.postern.target.mail;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.Ruleset;
import org.postern.target.TargetException;

/** Reads the files of a target, and reads them again only when they may have changed. */
final class ReadFiles {
  /** A file that others replace while it is read is read again so often. */
  private static final int READINGS = 3;

  private final MailSystem system;
  private final MailFolder folder;
  private Optional<Known> last = Optional.empty();

  ReadFiles(MailSystem system, MailFolder folder) {
    this.system = system;
    this.folder = folder;
  }

  /**
   * The files as they were read.
   *
   * @param stamp the stamp of the folder
   * @param digest the digest of their contents
   * @param names the names of the files
   * @param reading the meaning of the files
   */
  record Known(String stamp, String digest, Set<String> names, MailSystem.Reading reading) {
    Known {
      names = Set.copyOf(names);
    }

    Ruleset ruleset() {
      return reading.ruleset();
    }
  }

  /** Returns what the files hold now. */
  synchronized Known now() throws IOException {
    String stamp = folder.stamp();
    if (last.filter(known -> known.stamp().equals(stamp)).isPresent()) {
      return last.get();
    }
    Known known = read(stamp);
    last = Optional.of(known);
    return known;
  }

  private Known read(String first) throws IOException {
    String before = first;
    for (int reading = 1; reading <= READINGS; reading++) {
      MailFiles files = folder.read();
      String after = folder.stamp();
      if (after.equals(before)) {
        return new Known(after, files.digest(), files.names(), system.read(files));
      }
      before = after;
    }
    throw new TargetException(
        TargetException.Kind.TEMPORARY, folder.path() + " is being written to by others");
  }
}
