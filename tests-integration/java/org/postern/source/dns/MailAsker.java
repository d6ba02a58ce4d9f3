package org.postern.source.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Asks for mail exchangers in a process of its own, as {@link Asker} does for addresses. */
final class MailAsker {
  private MailAsker() {}

  /**
   * Prints where the mail of each domain goes.
   *
   * @param args the server's address, then domains
   */
  public static void main(String[] args) throws InterruptedException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(args[0]), 53);
    DnsClient client = new DnsClient(List.of(server), Asker.SETTINGS);
    Asker.awaitServer(client);
    new MailExchangers(client)
        .of(Arrays.asList(args).subList(1, args.length))
        .forEach((domain, route) -> System.out.println(domain + ": " + route));
  }
}
