package org.postern.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.postern.diagnostic.Report;
import org.postern.host.AtomicFile;
import org.postern.host.FileModes;
import org.postern.host.OwnFolder;
import org.postern.policy.DomainSource;
import org.postern.policy.parse.list.DomainListParser;
import org.postern.policy.parse.text.SourceText;

/**
 * Reads lists of mail domains from files of this host. A list that cannot be read, or has a
 * mistake, is no information, never an empty list.
 */
public final class DomainFiles {
  /** The most bytes of a list; a hundred thousand domains are 2 MB. */
  private static final int LIMIT = 32 << 20;

  private final OwnFolder folder;

  /**
   * Makes a reader of the lists of one policy.
   *
   * @param folder the folder of the policy; diagnostics quote nothing of lists outside of it
   */
  public DomainFiles(OwnFolder folder) {
    this.folder = folder;
  }

  /**
   * Reads a list, unless its file is unchanged since the last look.
   *
   * @param before the last look at it
   * @param report receives what is wrong with it
   */
  public HeardDomains.ListLook look(
      DomainSource.ListFile source,
      Optional<HeardDomains.ListLook> before,
      Instant now,
      Report report) {
    Path path = Path.of(source.resolvedPath());
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        String what = Files.isDirectory(path) ? "is a folder" : "is a pipe or device, and no file";
        return none(source, now, Answer.Cause.NO_LIST, what);
      }
      String stamp = FileModes.stamp(path);
      Optional<HeardDomains.ListLook> same = before.filter(look -> look.stamp().equals(stamp));
      if (same.isPresent()) {
        return new HeardDomains.ListLook(same.get().answer(), now, stamp);
      }
      return read(source, path, stamp, now, report);
    } catch (NoSuchFileException e) {
      return none(source, now, Answer.Cause.MISSING, "does not exist");
    } catch (AccessDeniedException e) {
      return none(source, now, Answer.Cause.FORBIDDEN, "may not be read: the right is missing");
    } catch (IOException e) {
      return none(source, now, Answer.Cause.UNREADABLE, "cannot be read");
    }
  }

  private HeardDomains.ListLook read(
      DomainSource.ListFile source, Path path, String stamp, Instant now, Report report)
      throws IOException {
    if (Files.size(path) > LIMIT) {
      return none(source, now, Answer.Cause.UNREADABLE, "is larger than " + LIMIT + " bytes");
    }
    String text = SourceText.decode(AtomicFile.read(path, LIMIT));
    Optional<SortedSet<String>> names =
        DomainListParser.read(path.toString(), text, folder.holds(path), report);
    if (names.isEmpty()) {
      return none(source, now, Answer.Cause.UNREADABLE, "has mistakes");
    }
    // A file that changed during the read gets no stamp, so that the next look reads it again.
    String then = FileModes.stamp(path);
    return new HeardDomains.ListLook(
        new HeardDomains.Names(names.get()), now, then.equals(stamp) ? stamp : "");
  }

  private static HeardDomains.ListLook none(
      DomainSource.ListFile source, Instant now, Answer.Cause cause, String what) {
    String detail = "the list " + source.resolvedPath() + " " + what;
    return new HeardDomains.ListLook(new HeardDomains.NoList(cause, detail), now, "");
  }
}
