package org.postern.daemon.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.host.Activation;
import org.postern.host.ffm.UnixListener;
import org.postern.state.StateStore;

/**
 * The paths of the control sockets of a daemon. Those of the usual state folder are outside of
 * {@code RuntimeDirectory=}: what is in there may be deleted when the daemon ends
 * (systemd.exec(5)).
 *
 * @param change the socket for clients that may change something
 * @param read the socket for clients that may only ask
 */
public record Sockets(Path change, Path read) {

  /** Returns the sockets of the daemon with this state folder. */
  public static Sockets of(Path state) {
    Path folder = state.toAbsolutePath().normalize();
    return folder.equals(StateStore.USUAL)
        ? new Sockets(Path.of("/run/postern.sock"), Path.of("/run/postern-read.sock"))
        : new Sockets(folder.resolve("change.sock"), folder.resolve("read.sock"));
  }

  /** Returns the path of the socket for this access. */
  public Path at(Access access) {
    return switch (access) {
      case CHANGE -> change;
      case READ -> read;
    };
  }

  /**
   * Takes the socket over from the service manager, or binds it with access for the user of this
   * process alone.
   */
  public UnixListener open(Access access, Activation activation) throws IOException {
    String name =
        switch (access) {
          case CHANGE -> "change";
          case READ -> "read";
        };
    Optional<Integer> given = activation.descriptor(name);
    return given.isPresent()
        ? UnixListener.adopt(given.get())
        : UnixListener.bind(at(access), "rw-------", Optional.empty());
  }
}
