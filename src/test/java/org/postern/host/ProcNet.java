package org.postern.host;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code tcp} and {@code tcp6} as the kernel of this machine does. */
public final class ProcNet {
  private final Path folder;
  private final List<String> four = new ArrayList<>();
  private final List<String> six = new ArrayList<>();

  /** Into this folder, which need not be there. */
  public ProcNet(Path folder) {
    this.folder = folder;
  }

  /** A program listens on every address. */
  public ProcNet listening(int port) throws IOException {
    return listening("0.0.0.0", port);
  }

  /** A socket of this address waits for connections. */
  public ProcNet listening(String address, int port) throws IOException {
    return listening(address, port, 1);
  }

  /**
   * The same.
   *
   * @param inode the number of the socket
   */
  public ProcNet listening(String address, int port, long inode) throws IOException {
    return line(address, port, address.contains(":") ? "::" : "0.0.0.0", 0, "0A", inode);
  }

  /**
   * A connection of this host.
   *
   * @param inode the number of its socket
   */
  public ProcNet established(String local, int localPort, String remote, int remotePort, long inode)
      throws IOException {
    return line(local, localPort, remote, remotePort, "01", inode);
  }

  private ProcNet line(
      String local, int localPort, String remote, int remotePort, String state, long inode)
      throws IOException {
    List<String> lines = local.contains(":") ? six : four;
    lines.add(
        "%4d: %s:%04X %s:%04X %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0 100"
            .formatted(lines.size(), hex(local), localPort, hex(remote), remotePort, state, inode));
    Files.createDirectories(folder);
    Files.write(folder.resolve("tcp"), four);
    Files.write(folder.resolve("tcp6"), six);
    return this;
  }

  private static String hex(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(InetAddress.ofLiteral(text).getAddress());
    StringBuilder hex = new StringBuilder();
    while (bytes.hasRemaining()) {
      hex.append("%08X".formatted(bytes.order(ByteOrder.nativeOrder()).getInt()));
    }
    return hex.toString();
  }
}
