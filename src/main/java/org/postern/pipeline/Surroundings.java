package org.postern.pipeline;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import org.postern.host.HostAddresses;
import org.postern.host.InvokerConnections;
import org.postern.policy.Policy;
import org.postern.source.MailRoutes;

/**
 * What lies around the host, as far as a change could cut it off.
 *
 * @param mail finds out where mail goes, asking as the policy says
 * @param resolvers the name servers that a policy asks, and those that they ask
 * @param addresses of this host
 * @param invoker the connections of whoever runs this
 */
public record Surroundings(
    Function<Policy, MailRoutes> mail,
    Function<Policy, List<InetSocketAddress>> resolvers,
    HostAddresses addresses,
    InvokerConnections.Finder invoker) {
  /** The same, run by somebody who came another way. */
  public Surroundings invokedBy(InvokerConnections.Finder other) {
    return new Surroundings(mail, resolvers, addresses, other);
  }
}
