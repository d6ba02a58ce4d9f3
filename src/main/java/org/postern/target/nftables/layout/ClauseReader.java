package org.postern.target.nftables.layout;

import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DST_IP;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_DST_IP6;
import static org.postern.target.nftables.netlink.NfTables.NFT_CT_PROTO_DST;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_IIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_OIFNAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_META_TIME_NS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.policy.LogRate;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.Netlink;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Keys;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;
import org.postern.target.nftables.wire.Statements;

/**
 * Reads the kernel's expressions back into clauses. A clause is guessed from the constants and
 * taken only if its own expressions are exactly those found, so reading can never see more in a
 * rule than writing would have put there.
 */
public final class ClauseReader {
  private static final List<Clause> FIXED =
      List.of(
          new Clause.Tcp(),
          new FragmentClause.NotTcp(),
          new FragmentClause.WholeTcpHeader(),
          new FragmentClause.First(),
          new FragmentClause.HeaderNext(true),
          new FragmentClause.HeaderNext(false),
          new Clause.Opening(),
          new Clause.OriginalDirection(),
          new Clause.Untracked(),
          new Clause.Tell(),
          Clause.Verdict.of(Clause.Verdict.Kind.RETURN),
          Clause.Verdict.of(Clause.Verdict.Kind.DROP),
          Clause.Verdict.of(Clause.Verdict.Kind.RESET));

  private ClauseReader() {}

  public static List<Clause> read(List<Expression> expressions) {
    List<Clause> clauses = new ArrayList<>();
    List<Expression> rest = expressions;
    while (!rest.isEmpty()) {
      List<Expression> here = rest;
      Clause clause =
          candidates(here)
              .filter(candidate -> begins(here, candidate.expressions()))
              .findFirst()
              .orElseGet(() -> new Clause.Foreign(List.of(here.getFirst())));
      clauses.add(clause);
      rest = rest.subList(clause.expressions().size(), rest.size());
    }
    return List.copyOf(clauses);
  }

  private static boolean begins(List<Expression> all, List<Expression> start) {
    return all.size() >= start.size() && all.subList(0, start.size()).equals(start);
  }

  private static Stream<Clause> candidates(List<Expression> rest) {
    return Stream.concat(FIXED.stream(), guessed(rest));
  }

  private static Stream<Clause> guessed(List<Expression> rest) {
    return switch (rest.getFirst()) {
      case Statements.Objref counter -> Stream.of(new Clause.Count(counter.object()));
      case Statements.ImmediateVerdict verdict ->
          verdict.chain().stream().flatMap(ClauseReader::jumps);
      case Matches.Limit limit -> log(limit, rest).stream();
      case Loads.Payload payload ->
          PortTest.candidates(rest.subList(1, rest.size())).map(Clause.Port::new);
      case Loads.Ct ct -> ct(ct, rest);
      case Loads.Meta meta -> meta(meta, rest);
      default -> Stream.empty();
    };
  }

  private static Stream<Clause> jumps(String chain) {
    return Stream.of(
        new Clause.Verdict(Clause.Verdict.Kind.JUMP, chain),
        new Clause.Verdict(Clause.Verdict.Kind.GOTO, chain));
  }

  private static Optional<Clause> log(Matches.Limit limit, List<Expression> rest) {
    if (rest.size() < 2
        || !(rest.get(1) instanceof Statements.Log log)
        || limit.rate() < 1
        || limit.rate() > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Arrays.stream(LogRate.Unit.values())
        .filter(unit -> unit.seconds() == limit.unitSeconds())
        .findFirst()
        .map(
            unit ->
                new Clause.Log(
                    new LogRate(Math.toIntExact(limit.rate()), unit), log.prefix().orElse("")));
  }

  private static Stream<Clause> ct(Loads.Ct ct, List<Expression> rest) {
    return switch (ct.key()) {
      case NFT_CT_PROTO_DST ->
          PortTest.candidates(rest.subList(1, rest.size())).map(Clause.DialledPort::new);
      case NFT_CT_DST_IP, NFT_CT_DST_IP6 ->
          prefix(rest, ct.key() == NFT_CT_DST_IP ? Family.IP : Family.IP6).stream()
              .map(Clause.DialledServer::new);
      default -> Stream.empty();
    };
  }

  private static Stream<Clause> meta(Loads.Meta meta, List<Expression> rest) {
    if (meta.key() == NFT_META_IIFNAME || meta.key() == NFT_META_OIFNAME) {
      return constant(rest, 1).stream()
          .filter(name -> name.text().getBytes(StandardCharsets.UTF_8).length < NfTables.IFNAMSIZ)
          .map(name -> new Clause.Interface(meta.key() == NFT_META_IIFNAME, name.text()));
    }
    if (meta.key() == NFT_META_TIME_NS) {
      return constant(rest, 2)
          .filter(value -> value.length() == Long.BYTES)
          .flatMap(value -> Clause.Before.of(Netlink.be64(value.toArray(), 0)))
          .stream()
          .map(Clause.class::cast);
    }
    return Arrays.stream(Family.values())
        .filter(family -> begins(rest, Keys.isFamily(family)))
        .flatMap(family -> ofFamily(family, rest.subList(2, rest.size())).stream());
  }

  /** Reads what follows the test of the family. */
  private static Optional<Clause> ofFamily(Family family, List<Expression> rest) {
    if (rest.size() < 2 || !(rest.getFirst() instanceof Loads.Payload load)) {
      return Optional.empty();
    }
    boolean source = load.equals(Keys.source(family));
    if (rest.get(1) instanceof Statements.DynsetUpdate update) {
      return Optional.of(new Clause.Remember(source, family, update.set()));
    }
    if (rest.get(1) instanceof Matches.Lookup lookup) {
      return Optional.of(new Clause.Member(source, family, family.bits(), lookup.set()));
    }
    if (rest.size() > 2
        && rest.get(1) instanceof Loads.Bitwise bitwise
        && isMask(bitwise, family)
        && rest.get(2) instanceof Matches.Lookup lookup) {
      return Optional.of(new Clause.Member(source, family, ones(bitwise.mask()), lookup.set()));
    }
    return prefix(rest, family).map(Clause.Server::new);
  }

  /** Returns the prefix that a load, perhaps a mask, and a comparison speak of. */
  private static Optional<Prefix> prefix(List<Expression> rest, Family family) {
    int whole = family.bits() / Byte.SIZE;
    if (rest.size() > 1 && rest.get(1) instanceof Loads.Bitwise bitwise) {
      return constant(rest, 2)
          .filter(value -> value.length() == whole && isMask(bitwise, family))
          .map(value -> prefix(value, whole, ones(bitwise.mask())));
    }
    return constant(rest, 1)
        .filter(value -> value.length() > 0 && value.length() <= whole)
        .map(value -> prefix(value, whole, value.length() * Byte.SIZE));
  }

  private static Prefix prefix(Bytes start, int bytes, int length) {
    Address address = Address.ofBytes(Arrays.copyOf(start.toArray(), bytes));
    return Prefix.containing(address, length);
  }

  /** A foreign rule may cut more than an address. */
  private static boolean isMask(Loads.Bitwise bitwise, Family family) {
    return bitwise.mask().length() == family.bits() / Byte.SIZE;
  }

  private static Optional<Bytes> constant(List<Expression> rest, int index) {
    return rest.size() > index && rest.get(index) instanceof Matches.Cmp cmp
        ? Optional.of(cmp.value())
        : Optional.empty();
  }

  private static int ones(Bytes mask) {
    int ones = 0;
    for (byte part : mask.toArray()) {
      ones += Integer.bitCount(Byte.toUnsignedInt(part));
    }
    return ones;
  }
}
