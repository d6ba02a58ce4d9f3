package org.postern.pipeline;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.postern.host.CommandRunner;
import org.postern.host.Connections;
import org.postern.host.HostAddresses;
import org.postern.host.Interfaces;
import org.postern.host.InvokerConnections;
import org.postern.policy.Policy;
import org.postern.source.MailRoutes;
import org.postern.source.PeerNames;
import org.postern.target.SavedRules;

/**
 * The host that is protected, and what lies around it as far as a change could cut it off.
 *
 * @param mail finds out where mail goes, asking as the policy says
 * @param resolvers the name servers that a policy asks, and those that they ask
 * @param names finds out what peers are called, asking as the policy says and for a few seconds
 * @param naming the means by which peers are learned by their names
 * @param addresses reads the addresses of this host
 * @param connections reads the established connections of this host
 * @param invoker the connections of the user who runs this
 * @param saved the rules that are loaded from files at boot
 * @param interfaces the interfaces by which packets come in
 * @param programs runs other programs of this host
 */
public record Surroundings(
    Function<Policy, MailRoutes> mail,
    Function<Policy, List<InetSocketAddress>> resolvers,
    Function<Policy, PeerNames> names,
    Naming naming,
    HostAddresses addresses,
    Connections connections,
    InvokerConnections.Finder invoker,
    SavedRules saved,
    Interfaces interfaces,
    CommandRunner programs) {
  /** Returns a copy that finds names of peers out by way of something. */
  public Surroundings withNames(UnaryOperator<PeerNames> way) {
    return new Surroundings(
        mail,
        resolvers,
        policy -> way.apply(names.apply(policy)),
        naming,
        addresses,
        connections,
        invoker,
        saved,
        interfaces,
        programs);
  }

  /** Returns a copy whose caller came by another way. */
  public Surroundings invokedBy(InvokerConnections.Finder other) {
    return new Surroundings(
        mail, resolvers, names, naming, addresses, connections, other, saved, interfaces, programs);
  }

  /** Returns a copy that runs programs by another runner. */
  public Surroundings running(CommandRunner other) {
    return new Surroundings(
        mail, resolvers, names, naming, addresses, connections, invoker, saved, interfaces, other);
  }
}
