package org.postern.target.nftables.foreign;

import static org.postern.target.nftables.netlink.NfTables.NFTA_LOOKUP_DREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOOKUP_SET;
import static org.postern.target.nftables.netlink.NfTables.NFTA_LOOKUP_SREG;
import static org.postern.target.nftables.netlink.NfTables.NFTA_NAT_TYPE;
import static org.postern.target.nftables.netlink.NfTables.NFTA_TARGET_NAME;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_EQ;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_GT;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_GTE;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_LT;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_LTE;
import static org.postern.target.nftables.netlink.NfTables.NFT_CMP_NEQ;
import static org.postern.target.nftables.netlink.NfTables.NFT_CONTINUE;
import static org.postern.target.nftables.netlink.NfTables.NFT_GOTO;
import static org.postern.target.nftables.netlink.NfTables.NFT_JUMP;
import static org.postern.target.nftables.netlink.NfTables.NFT_NAT_DNAT;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_COUNTER;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_CT_HELPER;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_LIMIT;
import static org.postern.target.nftables.netlink.NfTables.NFT_OBJECT_QUOTA;
import static org.postern.target.nftables.netlink.NfTables.NFT_RANGE_NEQ;
import static org.postern.target.nftables.netlink.NfTables.NFT_REG_VERDICT;
import static org.postern.target.nftables.netlink.NfTables.NFT_RETURN;
import static org.postern.target.nftables.netlink.NfTables.NF_ACCEPT;
import static org.postern.target.nftables.netlink.NfTables.NF_DROP;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.target.ForeignRule;
import org.postern.target.Match;
import org.postern.target.Opening;
import org.postern.target.PassingTargets;
import org.postern.target.nftables.layout.LiteralSet;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Matches;
import org.postern.target.nftables.wire.Statements;

/**
 * A rule of others, followed expression by expression as the kernel does, with what is known of
 * some openings in the place of a packet.
 *
 * @param expressions the expressions of the rule
 * @param sets the sets whose elements it spells out, by their names
 */
record FollowedRule(List<Expression> expressions, Map<String, LiteralSet> sets)
    implements ForeignRule {
  private static final int VERDICT_MASK = 0xff;

  /** Modules that end no rule and decide nothing; what they may put somewhere is not known. */
  private static final Set<String> HARMLESS =
      Set.of(
          "meta",
          "payload",
          "ct",
          "counter",
          "log",
          "objref",
          "notrack",
          "last",
          "dup",
          "immediate",
          "byteorder",
          "bitwise");

  /** Modules that may end a rule, because there is nothing to load or a limit is met. */
  private static final Set<String> CONDITIONS =
      Set.of(
          "exthdr",
          "fib",
          "rt",
          "socket",
          "hash",
          "numgen",
          "xfrm",
          "osf",
          "tunnel",
          "inner",
          "cmp",
          "range",
          "limit",
          "quota",
          "connlimit",
          "dynset");

  FollowedRule {
    expressions = List.copyOf(expressions);
    sets = Map.copyOf(sets);
  }

  /** Returns the set or map that an expression looks something up in. */
  static Optional<String> setOf(Expression expression) throws NftablesException {
    if (expression instanceof Matches.Lookup lookup) {
      return Optional.of(lookup.set());
    }
    if (expression instanceof Expression.Unknown(String name, Bytes data)
        && name.equals("lookup")) {
      byte[] bytes = data.toArray();
      return Attributes.read(bytes, 0, bytes.length).text(NFTA_LOOKUP_SET);
    }
    return Optional.empty();
  }

  /** Returns the chains that it may lead to. */
  Set<String> chains() {
    Set<String> chains = new HashSet<>();
    for (Expression expression : expressions) {
      if (expression instanceof Statements.ImmediateVerdict verdict) {
        verdict.chain().ifPresent(chains::add);
      }
    }
    sets.values().stream()
        .flatMap(set -> set.elements().stream())
        .flatMap(element -> element.verdict().stream())
        .flatMap(verdict -> verdict.chain().stream())
        .forEach(chains::add);
    return chains;
  }

  /** Whether the next expression is looked at. */
  private enum Step {
    ON,
    OVER
  }

  @Override
  public Set<End> ends(Opening opening) {
    Following following = new Following(opening);
    for (Expression expression : expressions) {
      if (following.step(expression) == Step.OVER) {
        return following.ends;
      }
    }
    following.ends.add(new End.GoOn());
    return following.ends;
  }

  private final class Following {
    private final Opening opening;
    private final Registers registers = new Registers();
    private final Set<End> ends = new LinkedHashSet<>();

    Following(Opening opening) {
      this.opening = opening;
    }

    private Step step(Expression expression) {
      return switch (expression) {
        case Expression.Load load -> {
          PacketFields.load(load, opening, registers);
          yield Step.ON;
        }
        case Expression.Match match -> met(match(match));
        case Statements.ImmediateVerdict verdict -> over(end(verdict));
        case Statements.Reject _ -> over(new End.Drop());
        case Statements.DynsetUpdate _ -> met(Match.MAYBE);
        case Statements.Counter _, Statements.Log _, Statements.LogGroup _ -> Step.ON;
        case Statements.Objref object -> object(object.type());
        case Expression.Unknown unknown -> unknown(unknown);
      };
    }

    /**
     * Follows a reference to a named object: a counter only counts; limits and quotas are
     * conditions.
     */
    private Step object(int type) {
      return switch (type) {
        case NFT_OBJECT_COUNTER -> Step.ON;
        case NFT_OBJECT_QUOTA, NFT_OBJECT_CT_HELPER, NFT_OBJECT_LIMIT -> met(Match.MAYBE);
        default -> over(new End.Unknown());
      };
    }

    /**
     * Follows a condition: where it does not hold of all packets, the next rule may be looked at
     * too.
     */
    private Step met(Match match) {
      if (match != Match.YES) {
        ends.add(new End.GoOn());
      }
      return match == Match.NO ? Step.OVER : Step.ON;
    }

    private Step over(End end) {
      ends.add(end);
      return Step.OVER;
    }

    private Match match(Expression.Match match) {
      return switch (match) {
        case Matches.Cmp cmp -> compare(cmp);
        case Matches.Range range ->
            registers
                .within(range.sreg(), range.from(), range.to())
                .inverted(range.op() == NFT_RANGE_NEQ);
        case Matches.Lookup lookup ->
            contains(lookup.set(), lookup.sreg()).inverted(lookup.inverted());
        case Matches.Limit _ -> Match.MAYBE;
      };
    }

    private Match compare(Matches.Cmp cmp) {
      Bytes value = cmp.value();
      Bytes least = Bytes.zeros(value.length());
      Match equal = registers.equal(cmp.sreg(), value);
      Match atMost = registers.within(cmp.sreg(), least, value);
      return switch (cmp.op()) {
        case NFT_CMP_EQ -> equal;
        case NFT_CMP_NEQ -> equal.not();
        case NFT_CMP_LTE -> atMost;
        case NFT_CMP_GT -> atMost.not();
        case NFT_CMP_LT -> atMost.and(equal.not());
        case NFT_CMP_GTE -> atMost.not().or(equal);
        default -> Match.MAYBE;
      };
    }

    private Match contains(String name, int register) {
      LiteralSet set = sets.get(name);
      if (set == null) {
        return Match.MAYBE;
      }
      Match found = set.whole() ? Match.NO : Match.MAYBE;
      for (LiteralSet.Element element : set.elements()) {
        found = found.or(registers.within(register, element.first(), element.last()));
      }
      return found;
    }

    private Step unknown(Expression.Unknown unknown) {
      Attributes data;
      try {
        byte[] bytes = unknown.data().toArray();
        data = Attributes.read(bytes, 0, bytes.length);
        return switch (unknown.name()) {
          case "lookup" -> lookup(data);
          case "match" -> met(new XtMatch(opening).of(unknown.data()));
          case "target" -> target(data.string(NFTA_TARGET_NAME));
          case "reject" -> over(new End.Drop());
          case "nat" ->
              over(
                  data.be32(NFTA_NAT_TYPE) == NFT_NAT_DNAT
                      ? new End.Translate()
                      : new End.Accept());
          case "redir" -> over(new End.Translate());
          case "masq" -> over(new End.Accept());
          case "fib" -> met(PacketFields.route(data, opening, registers) ? Match.YES : Match.MAYBE);
          default -> other(unknown.name());
        };
      } catch (NftablesException e) {
        return other("");
      }
    }

    private Step other(String name) {
      registers.forget();
      if (HARMLESS.contains(name)) {
        return Step.ON;
      }
      return CONDITIONS.contains(name) ? met(Match.MAYBE) : over(new End.Unknown());
    }

    private Step target(String name) {
      if (PassingTargets.contain(name)) {
        return Step.ON;
      }
      return over(
          switch (name) {
            case "REJECT" -> new End.Drop();
            case "DNAT", "REDIRECT", "NETMAP" -> new End.Translate();
            case "SNAT", "MASQUERADE" -> new End.Accept();
            default -> new End.Unknown();
          });
    }

    /** A map: to verdicts, or to something that is put into a register. */
    private Step lookup(Attributes data) throws NftablesException {
      int register = data.be32(NFTA_LOOKUP_SREG);
      LiteralSet set = sets.get(data.string(NFTA_LOOKUP_SET));
      if (data.be32(NFTA_LOOKUP_DREG, -1) != NFT_REG_VERDICT) {
        registers.forget();
        return met(Match.MAYBE);
      }
      if (set == null) {
        return over(new End.Unknown());
      }
      boolean sure = false;
      for (LiteralSet.Element element : set.elements()) {
        Match match = registers.within(register, element.first(), element.last());
        if (match != Match.NO) {
          ends.add(element.verdict().map(FollowedRule::end).orElseGet(End.Unknown::new));
        }
        sure |= match == Match.YES;
      }
      if (!sure && !set.whole()) {
        ends.add(new End.Unknown());
      }
      return over(sure && !ends.isEmpty() ? ends.iterator().next() : new End.GoOn());
    }
  }

  private static End end(Statements.ImmediateVerdict verdict) {
    Optional<String> chain = verdict.chain();
    return switch (verdict.code()) {
      case NFT_JUMP -> chain.<End>map(End.Jump::new).orElseGet(End.Unknown::new);
      case NFT_GOTO -> chain.<End>map(End.Goto::new).orElseGet(End.Unknown::new);
      case NFT_RETURN -> new End.Return();
      case NFT_CONTINUE -> new End.GoOn();
      default ->
          switch (verdict.code() & VERDICT_MASK) {
            case NF_DROP -> new End.Drop();
            case NF_ACCEPT -> new End.Accept();
            default -> new End.Unknown();
          };
    };
  }
}
