package org.postern.daemon.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.host.Activation;
import org.postern.host.ffm.UnixListener;
import org.postern.state.StateStore;

/**
 * Where the daemon of a state is spoken to. The places of the usual state folder are outside of all
 * that the service manager clears away when the daemon ends.
 *
 * @param change for who may change something
 * @param read for questions
 */
public record Sockets(Path change, Path read) {

  /** Those of the daemon of a state folder. */
  public static Sockets of(Path state) {
    Path folder = state.toAbsolutePath().normalize();
    return folder.equals(StateStore.USUAL)
        ? new Sockets(Path.of("/run/postern.sock"), Path.of("/run/postern-read.sock"))
        : new Sockets(folder.resolve("change.sock"), folder.resolve("read.sock"));
  }

  /** The socket of an access. */
  public Path at(Access access) {
    return switch (access) {
      case CHANGE -> change;
      case READ -> read;
    };
  }

  /** Takes over what the service manager has opened, or opens it for the user of this process. */
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
