package org.postern.host.ffm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.host.FileModes;
import org.postern.host.Invoker;

/**
 * Makes and opens files as the owner of a folder, setfsuid(2), and with his rights alone. So that
 * root can write where a daemon without rights of its own writes: what that user could plant there
 * leads root nowhere else, and what root leaves there the daemon can read.
 */
public final class FileOwner {
  private FileOwner() {}

  /** The calls, bound when first used: not every system has them. */
  private static final class Calls {
    static final CFunction SETFSUID = CFunction.ofInt("setfsuid");
    static final CFunction SETFSGID = CFunction.ofInt("setfsgid");
  }

  /** The action that is done as the owner, on the calling thread alone. */
  public interface Action<T> {
    T run() throws IOException;
  }

  /** Runs the action as the owner of the folder. For users other than root nothing changes. */
  public static <T> T as(Path folder, Action<T> action) throws IOException {
    if (!FileModes.areKnown(folder)) {
      return action.run();
    }
    int uid = attribute(folder, "unix:uid");
    if (uid == 0 || !Invoker.uid().equals(Optional.of(0))) {
      return action.run();
    }
    int gid = attribute(folder, "unix:gid");
    try {
      set(gid, uid);
      return action.run();
    } finally {
      set(0, 0);
    }
  }

  private static int attribute(Path file, String name) throws IOException {
    return (Integer) Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
  }

  /** The calls answer the earlier number, whatever happens; there is no error to look at. */
  private static void set(int gid, int uid) throws ErrnoException {
    Calls.SETFSGID.once(gid);
    Calls.SETFSUID.once(uid);
  }
}
