package org.postern.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.address.Address;
import org.postern.address.text.AddressText;

/**
 * The established TCP connections that this network namespace knows: its own sockets from {@code
 * /proc/net/tcp} and {@code tcp6} (Linux {@code Documentation/networking/proc_net_tcp.rst}), and
 * forwarded ones from {@code /proc/net/nf_conntrack} where the kernel offers it.
 */
public final class Connections {
  private static final int ESTABLISHED = 1;
  private static final int LISTEN = 10;

  /** The index of the inode among the words of a line. */
  private static final int INODE = 9;

  private final Path proc;

  /**
   * A reader.
   *
   * @param proc the folder of the files: {@code /proc/net}
   */
  public Connections(Path proc) {
    this.proc = proc;
  }

  /** Tells whether forwarded connections can be seen. */
  public boolean seesForwarded() {
    return Files.isReadable(proc.resolve("nf_conntrack"));
  }

  /** Returns all established connections; a file that is not there has none. */
  public List<Connection> established() throws IOException {
    List<Socket> sockets = sockets();
    List<Connection> found = new ArrayList<>(connections(sockets, sockets));
    found.addAll(forwarded(sockets));
    return found;
  }

  /**
   * A socket that waits for connections.
   *
   * @param address the address of the socket; the unspecified one where it takes all of its family,
   *     and of IPv6 perhaps those of IPv4 too
   * @param inode the inode of the socket, as {@code /proc/PID/fd} numbers it
   */
  public record Listener(Address address, int port, long inode) {}

  /** Returns the sockets that wait for TCP connections; a file that is not there has none. */
  public List<Listener> listeners() throws IOException {
    return sockets().stream()
        .filter(socket -> socket.state == LISTEN)
        .map(socket -> new Listener(socket.local, socket.localPort, socket.inode))
        .toList();
  }

  /**
   * Returns the connections of some sockets.
   *
   * @param inodes the inodes as {@code /proc/PID/fd} numbers them
   */
  List<Connection> ofSockets(Set<Long> inodes) throws IOException {
    List<Socket> sockets = sockets();
    return connections(sockets.stream().filter(s -> inodes.contains(s.inode)).toList(), sockets);
  }

  private List<Socket> sockets() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (String file : List.of("tcp", "tcp6")) {
      for (String line : lines(file)) {
        socket(line).ifPresent(sockets::add);
      }
    }
    return sockets;
  }

  private static List<Connection> connections(List<Socket> chosen, List<Socket> all) {
    Set<Integer> listening = new HashSet<>();
    all.stream().filter(s -> s.state == LISTEN).forEach(s -> listening.add(s.localPort));
    return chosen.stream()
        .filter(socket -> socket.state == ESTABLISHED)
        .map(socket -> connection(socket, listening))
        .toList();
  }

  private record Socket(
      int state, Address local, int localPort, Address remote, int remotePort, long inode) {}

  /** A socket whose local port a process listens on was opened by the other side. */
  private static Connection connection(Socket socket, Set<Integer> listening) {
    return listening.contains(socket.localPort)
        ? new Connection(Connection.Place.HERE, socket.remote, socket.local, socket.localPort)
        : new Connection(
            Connection.Place.FROM_HERE, socket.local, socket.remote, socket.remotePort);
  }

  private static Optional<Socket> socket(String line) {
    String[] words = line.strip().split("\\s+", INODE + 2);
    if (words.length <= INODE || !words[3].matches("[0-9A-F]{2}")) {
      return Optional.empty();
    }
    String[] local = words[1].split(":", 2);
    String[] remote = words[2].split(":", 2);
    return Optional.of(
        new Socket(
            Integer.parseInt(words[3], 16),
            address(local[0]),
            Integer.parseInt(local[1], 16),
            address(remote[0]),
            Integer.parseInt(remote[1], 16),
            Long.parseLong(words[INODE])));
  }

  /**
   * Returns the kernel prints each 32-bit word as the host reads it; the bytes lie in network
   * order.
   */
  private static Address address(String hex) {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      bytes.putInt(words.getInt());
    }
    return Address.ofBytes(unmapped(bytes.array()));
  }

  private static byte[] unmapped(byte[] bytes) {
    boolean mapped = bytes.length == 16 && bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    for (int i = 0; i < 10 && mapped; i++) {
      mapped = bytes[i] == 0;
    }
    return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
  }

  /** An entry belongs to a socket of ours when one of its two directions ends there. */
  private List<Connection> forwarded(List<Socket> own) throws IOException {
    Set<End> known = new HashSet<>();
    own.forEach(one -> known.add(new End(one.local, one.localPort, one.remote, one.remotePort)));
    List<Connection> found = new ArrayList<>();
    for (String line : lines("nf_conntrack")) {
      if (line.contains(" tcp ") && line.contains(" ESTABLISHED ")) {
        List<End> ends = directions(line);
        if (ends.size() == 2 && ends.stream().noneMatch(known::contains)) {
          End dialled = ends.getFirst();
          found.add(
              new Connection(
                  Connection.Place.THROUGH, dialled.local, dialled.remote, dialled.remotePort));
        }
      }
    }
    return found;
  }

  /** A connection as one of its ends sees it. */
  private record End(Address local, int localPort, Address remote, int remotePort) {}

  /**
   * Returns the two directions of a line: as the client dialled, before translation, and as the
   * server answers.
   */
  private static List<End> directions(String line) {
    List<End> ends = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    for (String word : line.split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), word.substring(equals + 1));
        if (word.startsWith("dport=")) {
          end(values).ifPresent(ends::add);
          values.clear();
        }
      }
    }
    return ends;
  }

  private static Optional<End> end(Map<String, String> values) {
    Optional<Address> source = parse(values.getOrDefault("src", ""));
    Optional<Address> destination = parse(values.getOrDefault("dst", ""));
    String sport = values.getOrDefault("sport", "");
    String dport = values.getOrDefault("dport", "");
    if (source.isEmpty()
        || destination.isEmpty()
        || !sport.matches("[0-9]{1,5}")
        || !dport.matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(
        new End(source.get(), Integer.parseInt(sport), destination.get(), Integer.parseInt(dport)));
  }

  private static Optional<Address> parse(String text) {
    return switch (AddressText.parse(text)) {
      case AddressText.Ok ok -> Optional.of(ok.interval().first());
      case AddressText.Wrong wrong -> Optional.empty();
    };
  }

  private List<String> lines(String file) throws IOException {
    Path path = proc.resolve(file);
    return Files.isReadable(path) ? Files.readAllLines(path, StandardCharsets.US_ASCII) : List.of();
  }
}
