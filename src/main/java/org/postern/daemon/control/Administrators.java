package org.postern.daemon.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.postern.host.ffm.UnixConnection;

/**
 * Tells administrators from readers on the socket for questions: an administrator may write to the
 * socket for changes, by its owner or its group. A right that everyone has makes no administrator.
 *
 * @param socket the socket for changes
 */
public record Administrators(Path socket) implements ControlServer.Classes {
  private static final int OWNER_MAY_WRITE = 0200;
  private static final int GROUP_MAY_WRITE = 0020;

  /**
   * Returns the class of a client by the owner, group and mode that the socket for changes has now.
   */
  @Override
  public ClientClass of(Access access, UnixConnection.Peer peer) {
    if (peer.uid() == 0) {
      return ClientClass.ROOT;
    }
    return switch (access) {
      case CHANGE -> ClientClass.ADMINISTRATOR;
      case READ -> ofQuestions(peer);
    };
  }

  private ClientClass ofQuestions(UnixConnection.Peer peer) {
    try {
      Map<String, Object> file =
          Files.readAttributes(socket, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
      return isAdministrator(
              peer, number(file, "uid"), number(file, "gid"), (int) number(file, "mode"))
          ? ClientClass.ADMINISTRATOR
          : ClientClass.READER;
    } catch (IOException e) {
      return ClientClass.READER;
    }
  }

  private static boolean isAdministrator(UnixConnection.Peer peer, long uid, long gid, int mode) {
    if (peer.uid() == uid) {
      return (mode & OWNER_MAY_WRITE) != 0;
    }
    return (mode & GROUP_MAY_WRITE) != 0 && (peer.gid() == gid || peer.groups().contains(gid));
  }

  /**
   * Returns an attribute of a file; -1 where it is not known. The JDK gives signed numbers, but
   * those of users and groups have no sign.
   */
  private static long number(Map<String, Object> file, String name) {
    return file.get(name) instanceof Integer value ? Integer.toUnsignedLong(value) : -1;
  }
}
