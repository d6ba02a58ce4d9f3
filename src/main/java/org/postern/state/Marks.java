package org.postern.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postern.host.AtomicFile;

/**
 * Files for which {@code postern-confirm.path} waits: each says that something ends at a time.
 * Without them nothing is lost but that unit.
 */
public final class Marks {
  private final Path folder;
  private final OwnedFolder owned;

  Marks(Path folder, OwnedFolder owned) {
    this.folder = folder;
    this.owned = owned;
  }

  /** What ends at a time. */
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

  /** Marks that it ends at a time, or does no more. */
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

  /** Whether it is marked. */
  public boolean has(Mark what) {
    return Files.exists(folder.resolve(what.file));
  }
}
