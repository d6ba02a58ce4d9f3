package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;

/** Who listens on which port of a Windows host. */
final class Listeners {
  private final List<Listener> all = new ArrayList<>();

  /** Whether it cannot be told. */
  boolean hidden;

  /**
   * A process that listens.
   *
   * @param path of its program; empty when it does not tell
   * @param name of the process, without ending
   * @param services joined by commas
   */
  private record Listener(int port, int process, String path, String name, String services) {}

  void add(int port, String path, String name, String services) {
    all.add(new Listener(port, 1000 + all.size(), path, name, services));
  }

  /** What netstat.exe prints; nothing when it fails. */
  List<String> netstat() {
    if (hidden) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Aktive Verbindungen");
    lines.add("  Proto  Lokale Adresse         Remoteadresse          Status           PID");
    for (Listener one : all) {
      lines.add(
          "  TCP    0.0.0.0:%d             0.0.0.0:0              ABH\u00d6REN         %d"
              .formatted(one.port(), one.process()));
      lines.add(
          "  TCP    [::]:%d                [::]:0                 ABH\u00d6REN         %d"
              .formatted(one.port(), one.process()));
    }
    lines.add("  TCP    10.0.0.5:25            192.0.2.9:40000        HERGESTELLT     4711");
    lines.add("  UDP    0.0.0.0:25             *:*                                    4712");
    return lines;
  }

  /** What tasklist.exe prints of one process. */
  List<String> tasklist(List<String> words) {
    String filter = words.get(words.indexOf("/fi") + 1);
    Listener one = process(filter.replace("PID eq ", ""));
    String services = one.services().isEmpty() ? "Nicht zutreffend" : one.services();
    return List.of("\"%s.exe\",\"%d\",\"%s\"".formatted(one.name(), one.process(), services));
  }

  private Listener process(String number) {
    return all.stream()
        .filter(one -> number.equals(String.valueOf(one.process())))
        .findFirst()
        .orElseThrow(() -> new ScriptFault("Cannot find a process with the identifier " + number));
  }

  Hash process(int number) {
    Listener one = process(String.valueOf(number));
    Hash process = new Hash();
    process.put("Path", one.path().isEmpty() ? Nothing.NULL : one.path());
    process.put("ProcessName", one.name());
    return process;
  }
}
