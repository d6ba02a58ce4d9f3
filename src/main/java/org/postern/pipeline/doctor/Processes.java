package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.host.Connections;

/** The processes of a host as {@code /proc} shows them, proc(5). */
final class Processes {
  private static final String LOOPBACK = "lo:";

  private final HostFiles files;

  Processes(HostFiles files) {
    this.files = files;
  }

  /**
   * A process.
   *
   * @param name the name of its program, cut to 15 characters
   */
  record One(String id, String name) {
    @Override
    public String toString() {
      return "process %s (%s)".formatted(id, name);
    }
  }

  /** Returns all processes that are not about to end. */
  List<One> all() throws IOException {
    List<One> all = new ArrayList<>();
    for (String id : files.in("proc")) {
      if (id.matches("[0-9]+")) {
        name(id).ifPresent(name -> all.add(new One(id, name)));
      }
    }
    return all;
  }

  /** Returns the name of a process; empty for one that has ended meanwhile. */
  private Optional<String> name(String id) {
    try {
      return files.text("proc/%s/comm".formatted(id)).map(String::strip);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Returns the words that a process was started with. */
  List<String> words(One process) throws IOException {
    return List.of(
        files.text("proc/%s/cmdline".formatted(process.id())).orElse("").split("\0", -1));
  }

  /** Returns the numbers of its sockets. */
  Set<Long> sockets(One process) throws IOException {
    Set<Long> sockets = new HashSet<>();
    String folder = "proc/%s/fd".formatted(process.id());
    for (String descriptor : files.in(folder)) {
      files
          .link(folder + "/" + descriptor)
          .filter(to -> to.matches("socket:\\[[0-9]+\\]"))
          .ifPresent(to -> sockets.add(Long.parseLong(to.replaceAll("\\D", ""))));
    }
    return sockets;
  }

  /**
   * Returns the network namespaces beside that of this process, each with a process in it:
   * namespaces(7).
   */
  Map<String, One> networks() throws IOException {
    Optional<String> own = files.link("proc/self/ns/net");
    Map<String, One> others = new LinkedHashMap<>();
    if (own.isPresent()) {
      for (One process : all()) {
        files
            .link("proc/%s/ns/net".formatted(process.id()))
            .filter(network -> !network.equals(own.get()))
            .ifPresent(network -> others.putIfAbsent(network, process));
      }
    }
    return others;
  }

  /** Returns the connections and listening sockets of the network that a process is in. */
  Connections connections(One process) {
    return new Connections(files.at("proc/%s/net".formatted(process.id())));
  }

  /** Tells whether that network has more than its loopback. */
  boolean isReachable(One process) throws IOException {
    return files.lines("proc/%s/net/dev".formatted(process.id())).stream()
        .anyMatch(line -> line.matches("\\S+:.*") && !line.startsWith(LOOPBACK));
  }
}
