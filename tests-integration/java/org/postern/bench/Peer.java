package org.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Other programs that do comparable work with the same list, on a host of their own.
 *
 * @param gateway whose list it is
 */
record Peer(Namespace namespace, Gateway gateway) {
  /** What it is called in the tables. */
  record Did(String name, Measured measured) {}

  private Path file(String name) {
    return namespace.folder().resolve(name);
  }

  private List<String> addresses() throws IOException {
    return Files.readAllLines(gateway.listFile());
  }

  /** Loads the list as one interval set, from nothing. */
  Did load(boolean again) throws IOException, InterruptedException {
    Path script = file("load.nft");
    Files.writeString(
        script,
        """
        table inet peer {
          set peers { type ipv4_addr; flags interval; elements = { %s } }
          chain input {
            type filter hook input priority -10;
            tcp dport 25 ct state new ip saddr != @peers drop
          }
        }
        """
            .formatted(String.join(", ", addresses())));
    if (again) {
      namespace.run("nft", "delete", "table", "inet", "peer");
    }
    return new Did("`nft -f`, interval set", nft(script));
  }

  /** Adds ten elements to the interval set. */
  Did add(int round) throws IOException, InterruptedException {
    List<String> others = SampleLists.others(round);
    Path script = file("add.nft");
    Files.writeString(
        script, "add element inet peer peers { %s }%n".formatted(String.join(", ", others)));
    return new Did("`nft add element`, interval set", nft(script));
  }

  private Measured nft(Path script) throws IOException, InterruptedException {
    return namespace.measure(List.of("nft", "-f", script.toString()));
  }

  /** Loads the list as a hash of addresses. */
  Did ipset() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add("create peers hash:ip family inet maxelem 10000000");
    addresses().forEach(address -> lines.add("add peers " + address));
    Path script = Files.write(file("peers.ipset"), lines);
    Measured measured = namespace.measure(List.of("ipset", "-file", script.toString(), "restore"));
    namespace.run("ipset", "destroy");
    return new Did("`ipset restore`", measured);
  }

  /** Reads and merges the list. */
  Did merge() throws IOException, InterruptedException {
    List<String> words = List.of("iprange", "--optimize", gateway.listFile().toString());
    return new Did("`iprange --optimize`", namespace.measure(words));
  }

  /** The same of any list, whose merged form goes nowhere. */
  static Did merge(Namespace namespace, Path list) throws IOException, InterruptedException {
    return new Did("`iprange`", quietly(namespace, "iprange " + list));
  }

  /** What we do with that list. */
  static Measured aggregate(Namespace namespace, Path list)
      throws IOException, InterruptedException {
    return quietly(namespace, System.getProperty("postern.image") + " aggregate " + list);
  }

  private static Measured quietly(Namespace namespace, String line)
      throws IOException, InterruptedException {
    return namespace.measure(List.of("sh", "-c", "exec " + line + " > /dev/null"));
  }

  /** Starts a JVM. */
  Did hello() throws IOException, InterruptedException {
    return new Did("hello world", namespace.measure(Gateway.hello()));
  }
}
