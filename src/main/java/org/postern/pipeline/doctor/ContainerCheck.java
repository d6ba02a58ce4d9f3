package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.address.text.SpecialPurpose;
import org.postern.host.Connections.Listener;

/**
 * Checks whether a mail server is in a container: its proxy on this host hides the senders from it,
 * and a network of its own takes connections that no rule on input sees.
 */
final class ContainerCheck implements Check {
  /**
   * The proxies that connect to the container themselves: Docker's, and podman's for users without
   * rights (podman-run(1), port_handler).
   */
  private static final Set<String> PROXIES = Set.of("docker-proxy", "rootlessport");

  private static final String INSIDE = "-container-ip";

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    Processes processes = new Processes(host.files());
    List<String> published = PublishedPorts.of(host).orElse(List.of());
    List<String> proxies = proxies(host, processes, !published.isEmpty());
    if (!proxies.isEmpty()) {
      hidden(host, proxies, found);
    }
    boolean isTold = !proxies.isEmpty() || !published.isEmpty();
    if (!isTold && !host.judgesForwarded() && !host.judgesMail()) {
      networks(host, processes, found);
    }
  }

  /**
   * Returns the proxies that take connections of others.
   *
   * @param isSentOn whether the kernel takes those of IPv4 before
   */
  private static List<String> proxies(HostView host, Processes processes, boolean isSentOn)
      throws IOException {
    List<Listener> listeners =
        host.connections().listeners().stream().filter(ContainerCheck::isOpen).toList();
    List<String> proxies = new ArrayList<>();
    for (Processes.One process : processes.all()) {
      if (PROXIES.contains(process.name()) && !listeners.isEmpty()) {
        Set<Long> sockets = processes.sockets(process);
        List<String> words = processes.words(process);
        int at = words.indexOf(INSIDE);
        String inside = at < 0 || at + 1 == words.size() ? "" : words.get(at + 1);
        listeners.stream()
            .filter(one -> sockets.contains(one.inode()))
            .filter(one -> !isSentOn || isTranslated(one, inside))
            .map(one -> told(process, one, inside))
            .forEach(proxies::add);
      }
    }
    return proxies;
  }

  /** Tells whether senders of IPv6 reach a container that has only IPv4. */
  private static boolean isTranslated(Listener listener, String inside) {
    return listener.address().toString().contains(":") && inside.contains(".");
  }

  private static boolean isOpen(Listener listener) {
    return listener.port() == HostView.SMTP
        && !SpecialPurpose.LOOPBACK.contains(listener.address());
  }

  private static String told(Processes.One process, Listener listener, String inside) {
    return "%s listens at port 25 of %s%s"
        .formatted(process, listener.address(), inside.isEmpty() ? "" : " for " + inside);
  }

  private static void hidden(HostView host, List<String> proxies, Findings found) {
    Severity unjudged = host.mailRules().isEmpty() ? Severity.SHOULD : Severity.NOTE;
    found.add(
        host.judgesMail() ? Severity.MUST : unjudged,
        "the proxy of a container hides the senders from its mail server",
        String.join(", ", proxies) + ": the mail server sees an address of the proxy",
        "judge on this host, where the senders are seen: port: tcp/25, hook: [input, forward]; for"
            + " the mail server to see them too: \"userland-proxy\": false and IPv6 for the network"
            + " of the container in Docker, --network pasta in podman");
  }

  private static void networks(HostView host, Processes processes, Findings found)
      throws IOException {
    List<String> open = new ArrayList<>();
    for (Map.Entry<String, Processes.One> network : processes.networks().entrySet()) {
      boolean listens =
          processes.connections(network.getValue()).listeners().stream()
              .anyMatch(ContainerCheck::isOpen);
      if (listens && processes.isReachable(network.getValue())) {
        open.add("the one of %s, %s".formatted(network.getValue(), network.getKey()));
      }
    }
    if (!open.isEmpty()) {
      found.add(
          host.hasPolicy() ? Severity.MUST : Severity.SHOULD,
          "port 25 is open in a network namespace where no rule judges",
          String.join("; ", open),
          "add the hook to the rule for port 25: hook: [input, forward]; a container with a macvlan"
              + " or ipvlan is not reached through this host: judge in its namespace");
    }
  }
}
