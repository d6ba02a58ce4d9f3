package org.postern.target.nftables.observe;

import java.util.Optional;
import org.postern.target.nftables.layout.Names;
import org.postern.target.nftables.layout.Stamp;
import org.postern.target.nftables.layout.TableContents;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Ownership;
import org.postern.target.nftables.wire.RulesetReader;
import org.postern.target.nftables.wire.Tables;

/**
 * Tells whether anything has moved, over one socket that stays open from one call to the next: two
 * short questions at most, and no list of anything.
 */
public final class Pulse {
  private final Ownership ownership;
  private final Opener opener;
  private Optional<Place> place = Optional.empty();

  public Pulse(Ownership ownership, Opener opener) {
    this.ownership = ownership;
    this.opener = opener;
  }

  /** Opens a connection to the network namespace of the calling thread. */
  public interface Opener {
    NftablesConnection open() throws NftablesException;
  }

  /** A socket belongs to the network namespace of the thread that opened it. */
  private record Place(String name, NftablesConnection connection) {}

  /** Asks once more by a new socket if the one that was open fails. */
  public synchronized String read() throws NftablesException {
    String here = Stamp.here();
    if (place.filter(open -> open.name().equals(here)).isPresent()) {
      try {
        return beat(place.get());
      } catch (NftablesException e) {
        // The new socket fails as well if this was not the old one's fault.
        return anew(here);
      }
    }
    return anew(here);
  }

  private String anew(String here) throws NftablesException {
    close();
    Place open = new Place(here, opener.open());
    place = Optional.of(open);
    try {
      return beat(open);
    } catch (NftablesException e) {
      close();
      throw e;
    }
  }

  /** An owner that ends moves no generation. */
  private String beat(Place open) throws NftablesException {
    RulesetReader reader = open.connection().reader();
    String beat = open.name() + " " + reader.generation();
    return ownership == Ownership.OWNED
        ? beat
            + reader
                .table(TableContents.FAMILY, Names.TABLE)
                .flatMap(Tables.TableInfo::owner)
                .map(owner -> " owned by " + Integer.toUnsignedString(owner))
                .orElse("")
        : beat;
  }

  private void close() {
    Optional<Place> old = place;
    place = Optional.empty();
    if (old.isPresent()) {
      try {
        old.get().connection().close();
      } catch (NftablesException e) {
        // The number is free all the same, and nothing was to be written.
        return;
      }
    }
  }
}
