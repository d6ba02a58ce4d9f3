package org.postern.target.nftables;

import static org.postern.target.nftables.netlink.NfTables.NFT_REG_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.postern.target.nftables.netlink.Bytes;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.wire.Elements;
import org.postern.target.nftables.wire.Expression;
import org.postern.target.nftables.wire.Loads;
import org.postern.target.nftables.wire.Matches;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Rules.NewRule;
import org.postern.target.nftables.wire.Statements;

/** What an administrator does to a table by hand: all of it valid, none of it ours. */
public final class Edits {
  private static final int[] LENGTHS = {0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 20};

  private Edits() {}

  /** Does one of them. */
  public static void apply(List<Request> objects, Random random) {
    int at = random.nextInt(objects.size());
    if (objects.get(at) instanceof NewRule rule) {
      objects.set(at, edited(rule, objects, random));
    } else if (random.nextBoolean() || objects.get(at) instanceof Elements.NewSetElem) {
      objects.remove(at);
    } else {
      objects.add(random.nextInt(objects.size()), objects.get(at));
    }
  }

  private static NewRule edited(NewRule rule, List<Request> objects, Random random) {
    List<Expression> expressions = new ArrayList<>(rule.expressions());
    int at = random.nextInt(expressions.size() + 1);
    boolean last = at == expressions.size();
    switch (random.nextInt(4)) {
      case 0 -> expressions.subList(at, Math.min(at + 1, expressions.size())).clear();
      case 1 -> expressions.add(at, another(objects, random));
      default -> {
        Expression old = last ? another(objects, random) : expressions.remove(at);
        expressions.add(at, altered(old, random));
      }
    }
    return new NewRule(rule.family(), rule.table(), rule.chain(), expressions, rule.comment());
  }

  /** An expression of some rule. */
  private static Expression another(List<Request> objects, Random random) {
    List<Expression> all = new ArrayList<>(List.of(new Loads.Meta(1, NFT_REG_1)));
    for (Request object : objects) {
      if (object instanceof NewRule rule) {
        all.addAll(rule.expressions());
      }
    }
    return all.get(random.nextInt(all.size()));
  }

  private static Expression altered(Expression old, Random random) {
    return switch (old) {
      case Matches.Cmp cmp -> new Matches.Cmp(NFT_REG_1, cmp.op(), constant(cmp.value(), random));
      case Loads.Bitwise mask -> Loads.Bitwise.and(NFT_REG_1, constant(mask.mask(), random));
      case Matches.Lookup lookup ->
          new Matches.Lookup(name(lookup.set(), random), NFT_REG_1, random.nextInt(4) == 0);
      case Matches.Limit limit ->
          new Matches.Limit(random.nextLong(), random.nextInt(3) * 60L, random.nextInt(), false);
      case Statements.ImmediateVerdict verdict ->
          new Statements.ImmediateVerdict(
              NfTables.NFT_JUMP, Optional.of(name(verdict.chain().orElse("_from"), random)));
      case Statements.Objref counter -> Statements.Objref.counter(name("mail_in", random));
      default -> Statements.Log.warning(name("", random));
    };
  }

  private static Bytes constant(Bytes old, Random random) {
    boolean same = random.nextBoolean();
    byte[] bytes = new byte[same ? old.length() : LENGTHS[random.nextInt(LENGTHS.length)]];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return Bytes.copyOf(bytes, 0, bytes.length);
  }

  private static String name(String old, Random random) {
    String[] ends = {"", "_", "_from", "_toscope", "_0", "_999999999", "_9999999999", "_-1", "é"};
    String stem = old.substring(0, random.nextInt(old.length() + 1));
    return (random.nextBoolean() ? old : stem) + ends[random.nextInt(ends.length)];
  }
}
