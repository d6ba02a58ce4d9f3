package org.postern.source.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.postern.address.Family;
import org.postern.source.Answer;

/** The client in a process of its own, so that it can run inside a network namespace. */
final class Asker {
  static final DnsSettings SETTINGS =
      new DnsSettings(
          Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(3), 5, 64, 11, 10_000);

  private static final Duration START_UP = Duration.ofSeconds(60);

  private Asker() {}

  /**
   * Prints one answer for each line: those for IPv4 and IPv6 of each name.
   *
   * @param args the server's address, then names
   */
  public static void main(String[] args) throws InterruptedException {
    ask(SETTINGS, args);
  }

  static void ask(DnsSettings settings, String... args) throws InterruptedException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(args[0]), 53);
    DnsClient client = new DnsClient(List.of(server), settings);
    awaitServer(client);
    for (String name : Arrays.asList(args).subList(1, args.length)) {
      System.out.println(client.ask(name, Family.IP));
      System.out.println(client.ask(name, Family.IP6));
    }
  }

  static void awaitServer(DnsClient client) throws InterruptedException {
    Deadline end = Deadline.in(START_UP);
    while (client.ask("ready.antispamcloud.com", Family.IP) instanceof Answer.NoInformation) {
      if (end.passed()) {
        throw new IllegalStateException("the server did not start in " + START_UP);
      }
      Thread.sleep(50);
    }
  }
}
