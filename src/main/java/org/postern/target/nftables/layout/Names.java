package org.postern.target.nftables.layout;

import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.policy.Hook;
import org.postern.policy.Ports;

/**
 * The names of our objects. A rule's name has no underscore, so a dash can become one; every object
 * of a rule ends in a word of its own, so no two rules share a name.
 */
public final class Names {
  /** The one table that is ours, of family inet. */
  public static final String TABLE = "postern";

  /**
   * The chain that refuses fragments, the set of those who sent them, and their counter. No object
   * of a rule is called so.
   */
  public static final String FRAGMENTS = "fragments";

  /** The base chain before fragments are put together for connection tracking. */
  static final String PREROUTING = "prerouting";

  /**
   * The number of hexadecimal digits of a digest in a name that is only compared with its like in
   * one rule.
   */
  private static final int DIGEST = 16;

  private static final String[] CHAIN_ENDS = {
    "_from", "_to", "_fromscope", "_toscope", "_fragments"
  };

  private Names() {}

  /** Returns the base chain of a hook. */
  static String base(Hook hook) {
    return hook.text();
  }

  /** Judges by the packet's source, or by its destination. */
  static String judge(String rule, boolean source) {
    return stem(rule) + (source ? "_from" : "_to");
  }

  /** Looks whether interface and server are those of the rule. */
  static String scope(String rule, boolean source) {
    return stem(rule) + (source ? "_fromscope" : "_toscope");
  }

  /** Sends fragments that a base chain has met to the rules. */
  static String fragmentsAt(String base) {
    return FRAGMENTS + "_" + base;
  }

  /** Refuses fragments that a rule may have to judge, unless it accepts the peer. */
  static String fragmentsOf(String rule) {
    return stem(rule) + "_fragments";
  }

  /** Returns the name of the set that holds the accepted prefixes of one length. */
  public static String prefixes(String rule, Shape.Lookup lookup) {
    return "%s_%s_%d_%d"
        .formatted(stem(rule), lookup.family().text(), lookup.length(), lookup.size());
  }

  /** Returns the look-up of a clause, if the set's name is one of ours. */
  static Optional<Shape.Lookup> lookup(Clause.Member member) {
    String size = member.set().substring(member.set().lastIndexOf('_') + 1);
    return size.matches("[0-9]{1,9}")
        ? Optional.of(new Shape.Lookup(member.family(), member.length(), Integer.parseInt(size)))
        : Optional.empty();
  }

  /** Remembers who was refused or observed. */
  public static String seen(String rule, Family family) {
    return stem(rule) + "_seen_" + family.text();
  }

  /** Holds the ports of a rule; other ports make another name. */
  static String ports(String rule, Ports ports) {
    return stem(rule) + "_ports_" + Sha256.hex(ports.numbers()).substring(0, DIGEST);
  }

  public static String accepted(String rule) {
    return stem(rule) + "_accepted";
  }

  public static String refused(String rule) {
    return stem(rule) + "_refused";
  }

  /** Returns the rule that a chain belongs to; empty for base chains and strangers. */
  public static Optional<String> ruleOf(String chain) {
    for (String end : CHAIN_ENDS) {
      if (chain.endsWith(end)) {
        String stem = chain.substring(0, chain.length() - end.length());
        return Optional.of(stem.replace('_', '-'));
      }
    }
    return Optional.empty();
  }

  private static String stem(String rule) {
    return rule.replace('-', '_');
  }
}
