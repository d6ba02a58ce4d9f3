package org.postern.target.iptables;

import java.util.Locale;
import org.postern.address.Family;
import org.postern.address.Sha256;
import org.postern.policy.Hook;

/**
 * The names of our objects. A chain has at most 28 characters and a set 31, so they carry a stem of
 * the rule's name; the whole name stands in a comment. A rule's name has no underscore, so a stem
 * with one is that of a long name, and every object of a rule ends in a word of its own.
 */
final class Names {
  /** How all our chains begin, and those of no other program. */
  static final String CHAIN = "POSTERN-";

  /** How all our sets begin, and those of no other program. */
  static final String SET = "postern_";

  /** Sorts fragments of peers that some rule does not accept. No rule's name has such letters. */
  static final String FRAGMENTS = CHAIN + "FRAGMENTS";

  /** The chain that sorts first fragments. */
  static final String FRAGMENTS_FIRST = FRAGMENTS + "_1";

  /** Looks whether their header is whole. */
  static final String FRAGMENTS_READ = FRAGMENTS + "_P";

  /** The chain that remembers who sent the fragments that are refused. */
  static final String FRAGMENTS_NO = FRAGMENTS + "_NO";

  /** The chain that drops fragments and counts them. */
  static final String FRAGMENTS_DROP = FRAGMENTS + "_DROP";

  /** Remembers who sent fragments that were refused, from the last time on. */
  static final String FRAGMENTS_SEEN = SET + "fragments";

  /** The set that remembers how often each sent some. */
  static final String FRAGMENTS_CALLS = FRAGMENTS_SEEN + "_calls";

  private static final int STEM = 13;
  private static final int KEPT = 4;

  /**
   * The letters of a rule's name that fit before the words that follow it in a prefix of the log,
   * of 29 characters in all.
   */
  private static final int LOGGED = 10;

  private Names() {}

  /**
   * Returns the stem of a rule's names: short, the same at all times, and different for different
   * names.
   */
  static String stem(String rule) {
    return rule.length() <= STEM
        ? rule
        : rule.substring(0, KEPT) + "_" + Sha256.hex(rule).substring(0, STEM - KEPT - 1);
  }

  /** Returns the chain of ours that a built-in chain jumps to. */
  static String base(Hook hook) {
    return CHAIN + builtIn(hook);
  }

  /** Returns the built-in chain of a hook. */
  static String builtIn(Hook hook) {
    return hook.text().toUpperCase(Locale.ROOT);
  }

  /** Judges by the packet's source, or by its destination. */
  static String judge(String rule, boolean source) {
    return CHAIN + stem(rule) + (source ? "_from" : "_to");
  }

  /** Looks whether interface and server are those of the rule. */
  static String scope(String rule, boolean source) {
    return CHAIN + stem(rule) + (source ? "_fromin" : "_toin");
  }

  /** Refuses fragments that a rule may have to judge, unless it accepts the peer. */
  static String fragmentsOf(String rule) {
    return CHAIN + stem(rule) + "_frag";
  }

  /** Returns the chain to which a hook's chain sends packets with extension headers. */
  static String headers(Hook hook) {
    return base(hook) + "_X";
  }

  /** Returns the chain for fragments that nothing speaks against. */
  static String fragments(Hook hook) {
    return base(hook) + "_F";
  }

  /** Returns the chain for those fragments whose header can be read. */
  static String readable(Hook hook) {
    return base(hook) + "_E";
  }

  /** Counts the accepted; it stays while the rule does, whatever becomes of its other chains. */
  static String accepted(String rule) {
    return CHAIN + stem(rule) + "_ok";
  }

  /** Returns the chain that counts all others, likewise. */
  static String refused(String rule) {
    return CHAIN + stem(rule) + "_no";
  }

  /** Holds the accepted prefixes; the letter tells the one in use from the one being filled. */
  static String peers(String rule, Family family, char letter) {
    return SET + stem(rule) + "_" + family.text() + "_" + letter;
  }

  /** Remembers who was refused or observed, from the last time on. */
  static String seen(String rule, Family family) {
    return SET + stem(rule) + "_seen_" + family.text();
  }

  /** Returns the set that remembers how often each peer called. */
  static String calls(String rule, Family family) {
    return SET + stem(rule) + "_call_" + family.text();
  }

  /** Takes the place of a set that remembers, where others have put one of another kind. */
  static String scratch(String set) {
    return set.equals(FRAGMENTS_SEEN) || set.equals(FRAGMENTS_CALLS)
        ? set + "_new"
        : set.replace("_seen_", "_sn_").replace("_call_", "_cn_");
  }

  /** Returns as much of a rule's name as the kernel's log has room for. */
  static String logged(String rule) {
    return rule.length() <= LOGGED ? rule : rule.substring(0, LOGGED);
  }
}
