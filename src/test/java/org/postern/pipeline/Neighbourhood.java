package org.postern.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.host.Connections;
import org.postern.host.HostAddresses;
import org.postern.host.Interfaces;
import org.postern.host.InvokerConnections;
import org.postern.host.ProcessRunner;
import org.postern.host.Vicinity;
import org.postern.plan.ToyWorld;
import org.postern.source.Answer;
import org.postern.source.MailRoute;
import org.postern.source.MailRoutes;
import org.postern.target.SavedRules;

/**
 * What lies around a host in memory: domains whose mail goes as told, name servers, and a terminal
 * that came by a connection. Without a word of the test no server answers, and the terminal is
 * local.
 */
public final class Neighbourhood {
  /** The process that a test pretends to be, and the sshd above it. */
  private static final long SELF = 300;

  private static final long SSHD = 200;

  private final Map<String, MailRoute> routes = new LinkedHashMap<>();
  private final Map<Address, String> names = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private List<InetSocketAddress> resolvers = List.of();
  private AddressSet addresses = AddressSet.none();
  private final ModelledLinks links = new ModelledLinks();
  private Vicinity vicinity = Vicinity.UNKNOWN;
  private boolean hidden;

  /** The mail of a domain goes so. */
  public Neighbourhood mail(String domain, MailRoute route) {
    routes.put(domain, route);
    return this;
  }

  /** The mail of a domain goes to one host with these addresses, which caches know for so long. */
  public Neighbourhood mail(String domain, String host, Duration reach, String... texts) {
    return mail(
        domain,
        new MailRoute.Hosts(
            List.of(
                new MailRoute.Exchanger(
                    host,
                    host.equals(domain),
                    Stream.of(texts).map(ToyWorld::address).toList(),
                    reach,
                    List.of()))));
  }

  /** Every domain that was asked for so far. */
  public List<String> asked() {
    return asked;
  }

  /** The name servers are at port 53 of these. */
  public Neighbourhood resolvers(String... texts) {
    resolvers =
        Stream.of(texts)
            .map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), 53))
            .toList();
    return this;
  }

  /** The host has these addresses. */
  public Neighbourhood addresses(String... texts) {
    addresses = ToyWorld.set(texts);
    return this;
  }

  /** The host reaches this network without a gateway, and all others by that one. */
  public Neighbourhood near(String network, String gateway) {
    vicinity = new Vicinity(ToyWorld.set(network), ToyWorld.set(gateway));
    return this;
  }

  /** The process from which this one descends cannot be seen. */
  public Neighbourhood hidden() {
    hidden = true;
    return this;
  }

  /** Its interfaces. */
  public ModelledLinks links() {
    return links;
  }

  Surroundings surroundings(Path proc) {
    return new Surroundings(
        policy ->
            new MailRoutes() {
              @Override
              public Map<String, MailRoute> of(List<String> domains) {
                return routes(domains);
              }

              @Override
              public MailRoute.Exchanger host(String name) {
                return routes.get(name) instanceof MailRoute.Hosts hosts
                    ? hosts.exchangers().getFirst()
                    : new MailRoute.Exchanger(name, true, List.of(), Duration.ZERO, List.of());
              }
            },
        policy -> resolvers,
        policy -> this::names,
        Naming.none(),
        new HostAddresses() {
          @Override
          public AddressSet read() {
            return addresses;
          }

          @Override
          public Vicinity vicinity() {
            return vicinity;
          }
        },
        new Connections(proc),
        new InvokerConnections(processes(proc), SELF)::find,
        SavedRules.NONE,
        new Interfaces(proc.resolveSibling("sys"), links),
        new ProcessRunner());
  }

  /** From now on that is what a peer is called. */
  public Neighbourhood name(String peer, String name) {
    names.put(ToyWorld.address(peer), name);
    return this;
  }

  private Map<Address, String> names(List<Address> peers) {
    Map<Address, String> found = new LinkedHashMap<>(names);
    found.keySet().retainAll(peers);
    return found;
  }

  private Map<String, MailRoute> routes(List<String> domains) {
    Map<String, MailRoute> found = new LinkedHashMap<>();
    for (String domain : domains) {
      asked.add(domain);
      found.put(
          domain,
          routes.getOrDefault(
              domain, new MailRoute.NoInformation(Answer.Cause.TIMEOUT, "no answer within 5 s")));
    }
    return found;
  }

  /** An ssh login: its shell, and the process in it. The socket of the login has the number 20. */
  private Path processes(Path net) {
    Path processes = net.resolveSibling("processes");
    try {
      process(processes, SELF, "java", SSHD);
      if (hidden) {
        return processes;
      }
      process(processes, SSHD, "sshd", 0);
      Path socket = processes.resolve(SSHD + "/fd/3");
      if (!Files.isSymbolicLink(socket)) {
        Files.createSymbolicLink(socket, Path.of("socket:[20]"));
        Files.createSymbolicLink(processes.resolve("net"), net);
      }
      return processes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void process(Path processes, long pid, String name, long parent)
      throws IOException {
    Path folder = processes.resolve(String.valueOf(pid));
    Files.createDirectories(folder.resolve("fd"));
    Files.writeString(
        folder.resolve("stat"), "%d (%s) S %d 1 1 0 -1 0 0\n".formatted(pid, name, parent));
  }
}
