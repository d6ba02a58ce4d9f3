package org.postern.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postern.host.AtomicFile;

/**
 * Empty files in the state folder, each of which says that a trial, or an opening that the target
 * does not close by itself, has an end to wait for. {@code postern-confirm.path} starts its unit
 * while one of them exists. Without the marks a running daemon alone ends both, and an opening not
 * while repairs are paused.
 */
public final class Marks {
  private final Path folder;
  private final OwnedFolder owned;

  Marks(Path folder, OwnedFolder owned) {
    this.folder = folder;
    this.owned = owned;
  }

  /** The marks, each of which has an end to wait for. */
  public enum Mark {
    /** A change is on trial. */
    TRIAL("trial"),
    /** A rule is open on a target that does not close by itself. */
    OPENING("opening");

    private final String file;

    Mark(String file) {
      this.file = file;
    }
  }

  /**
   * Creates or deletes the mark.
   *
   * @param waits whether there is an end to wait for
   */
  public void set(StateLock lock, Mark what, boolean waits) throws IOException {
    lock.requireHeld();
    Path mark = folder.resolve(what.file);
    owned.write(
        () -> {
          if (waits && Files.notExists(mark)) {
            AtomicFile.write(mark, new byte[0], "rw-------");
          } else if (!waits && Files.deleteIfExists(mark)) {
            AtomicFile.sync(folder);
          }
          return mark;
        });
  }

  /** Tells whether the mark exists. */
  public boolean has(Mark what) {
    return Files.exists(folder.resolve(what.file));
  }
}
