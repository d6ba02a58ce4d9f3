package org.postern.source.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The name servers of the system, as resolv.conf(5) has them; its other keywords do not concern us.
 */
public final class ResolvConf {
  private static final Path FILE = Path.of("/etc/resolv.conf");
  private static final int PORT = 53;

  /** MAXNS of resolv.h. */
  private static final int MAX_SERVERS = 3;

  private static final int MAX_BYTES = 65_536;

  /** What systemd-resolved asks itself, systemd-resolved.service(8). */
  private static final Path UPLINK = Path.of("/run/systemd/resolve/resolv.conf");

  private ResolvConf() {}

  /** Those of this machine, at least one. A file that cannot be read counts as empty. */
  public static List<InetSocketAddress> system() {
    return parse(text(FILE));
  }

  /**
   * Those that the resolver of systemd on this machine asks in its turn; empty where it does not
   * run. The machine's own name server is then the stub in front of it.
   */
  public static List<InetSocketAddress> uplinks() {
    return servers(text(UPLINK));
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  /**
   * Those in this text, at least one: without any, the name server is on the local machine. Lines
   * that name no address are passed over, as the C library does.
   */
  public static List<InetSocketAddress> parse(String text) {
    List<InetSocketAddress> servers = servers(text).stream().limit(MAX_SERVERS).toList();
    return servers.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT))
        : servers;
  }

  private static List<InetSocketAddress> servers(String text) {
    return text.lines()
        .flatMap(line -> server(line).stream())
        .map(address -> new InetSocketAddress(address, PORT))
        .toList();
  }

  private static Optional<InetAddress> server(String line) {
    String[] words = line.split("[ \t]+", 3);
    if (words.length < 2 || !words[0].equals("nameserver")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(words[1]));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
