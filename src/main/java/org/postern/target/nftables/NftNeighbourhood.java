package org.postern.target.nftables;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.host.ffm.Errno;
import org.postern.policy.Hook;
import org.postern.target.ForeignChain;
import org.postern.target.Neighbourhood;
import org.postern.target.TargetException;
import org.postern.target.nftables.foreign.ForeignTables;
import org.postern.target.nftables.foreign.Neighbours;
import org.postern.target.nftables.foreign.NftRemedies;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.Unavailable;
import org.postern.target.nftables.observe.Pulse;
import org.postern.target.nftables.wire.Chains;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.RulesetReader;

/**
 * The rules of others in nf_tables, for targets beside it; none where the kernel has no nf_tables.
 */
public final class NftNeighbourhood implements Neighbourhood {
  private final Pulse pulse = new Pulse(Ownership.SHARED, NftablesConnection::open);

  /**
   * Tells whether the kernel of this host has nf_tables, as far as this process may ask it: one
   * that is refused an answer counts as having it.
   */
  public static boolean exists() {
    try (NftablesConnection connection = NftablesConnection.open()) {
      return connection.generation() >= 0;
    } catch (NftablesException e) {
      return !isMissing(e);
    }
  }

  @Override
  public Found look() throws TargetException {
    try (NftablesConnection connection = NftablesConnection.open()) {
      RulesetReader reader = connection.reader();
      Neighbours found = reader.atOneGeneration(() -> Neighbours.read(reader, false));
      return new Found(found.foreign(), found.translates());
    } catch (NftablesException e) {
      if (isMissing(e)) {
        return Neighbourhood.none().look();
      }
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  @Override
  public List<ForeignChain> chains(Set<Hook> hooks, boolean ofIptables) throws TargetException {
    try (NftablesConnection connection = NftablesConnection.open()) {
      return ForeignTables.read(
          connection.reader(), hooks, chain -> ofIptables || !isFilterOfIptables(chain));
    } catch (NftablesException e) {
      if (isMissing(e)) {
        return List.of();
      }
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  private static boolean isFilterOfIptables(Chains.ChainInfo chain) {
    return chain.table().equals("filter")
        && NftRemedies.isOfIptables(chain.family(), chain.table(), chain.name());
  }

  @Override
  public Optional<String> pulse() throws TargetException {
    try {
      return Optional.of(pulse.read());
    } catch (NftablesException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw Unavailable.because("nftables cannot be read", e);
    }
  }

  private static boolean isMissing(NftablesException e) {
    return e.is(Errno.EPROTONOSUPPORT) || e.is(Errno.EOPNOTSUPP);
  }
}
