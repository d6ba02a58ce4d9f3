package org.postern.target.nftables.layout;

import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_GTE;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_LTE;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.policy.Ports;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Matches;

/**
 * How a rule asks whether a port is one of its own: in one rule with one test, however many there
 * are. The port lies in register 1, the most significant byte first.
 */
public sealed interface PortTest {
  /** Returns the test in the words of nft(8). */
  String text();

  /** Returns the test as expressions of the kernel. */
  List<Expression> expressions();

  /** Returns the test that a rule of ours has. */
  static PortTest of(String rule, Ports ports) {
    if (ports.single().isPresent()) {
      return new One(ports.first());
    }
    return ports.ranges().size() == 1
        ? new Between(ports.ranges().getFirst())
        : new Member(Names.ports(rule, ports));
  }

  /** A test for one port. */
  record One(int port) implements PortTest {
    @Override
    public String text() {
      return String.valueOf(port);
    }

    @Override
    public List<Expression> expressions() {
      return List.of(Matches.Cmp.equal(NFT_REG_1, Bytes.be16(port)));
    }
  }

  /** A test for all ports of a range. */
  record Between(Ports.Range range) implements PortTest {
    @Override
    public String text() {
      return range.text();
    }

    @Override
    public List<Expression> expressions() {
      return List.of(
          new Matches.Cmp(NFT_REG_1, NFT_CMP_GTE, Bytes.be16(range.first())),
          new Matches.Cmp(NFT_REG_1, NFT_CMP_LTE, Bytes.be16(range.last())));
    }
  }

  /** The ports of a set. */
  record Member(String set) implements PortTest {
    @Override
    public String text() {
      return "@" + set;
    }

    @Override
    public List<Expression> expressions() {
      return List.of(new Matches.Lookup(set, NFT_REG_1, false));
    }
  }

  /**
   * Returns the tests that may begin like this; whether one does is for the reader of clauses to
   * see.
   */
  static Stream<PortTest> candidates(List<Expression> rest) {
    if (rest.isEmpty()) {
      return Stream.empty();
    }
    return switch (rest.getFirst()) {
      case Matches.Lookup lookup -> Stream.of(new Member(lookup.set()));
      case Matches.Cmp first when first.value().length() == Short.BYTES ->
          Stream.concat(between(first, rest).stream(), Stream.of(new One(first.value().be16())));
      default -> Stream.empty();
    };
  }

  /**
   * Reads two comparisons as a range. Rules that others edited may compare with 0, or the other way
   * round, which none of ours does.
   */
  private static Optional<PortTest> between(Matches.Cmp first, List<Expression> rest) {
    if (rest.size() < 2
        || !(rest.get(1) instanceof Matches.Cmp last)
        || last.value().length() != Short.BYTES
        || first.value().be16() < 1
        || first.value().be16() > last.value().be16()) {
      return Optional.empty();
    }
    return Optional.of(new Between(new Ports.Range(first.value().be16(), last.value().be16())));
  }
}
