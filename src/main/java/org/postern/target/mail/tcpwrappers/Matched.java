package org.postern.target.mail.tcpwrappers;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.postern.address.AddressSet;

/**
 * The clients that patterns match.
 *
 * @param sure whatever their hosts are called
 * @param possible and these where their host has such a name, or where libwraps differ
 */
record Matched(AddressSet sure, AddressSet possible) {
  /** Matches no client. */
  static final Matched NONE = of(AddressSet.none());

  /** Matches every client. */
  static final Matched ALL = of(AddressSet.all());

  /** Matches any client or none, by what is not known before it calls. */
  static final Matched UNTOLD = new Matched(AddressSet.none(), AddressSet.all());

  private static final String EXCEPT = "EXCEPT";

  /** Returns a match of these clients, and no others. */
  static Matched of(AddressSet clients) {
    return new Matched(clients, clients);
  }

  /** Returns a match of these clients, and of others by what is not known before. */
  static Matched atLeast(AddressSet clients) {
    return new Matched(clients, AddressSet.all());
  }

  Matched or(Matched other) {
    return new Matched(sure.union(other.sure), possible.union(other.possible));
  }

  Matched and(Matched other) {
    return new Matched(sure.intersect(other.sure), possible.intersect(other.possible));
  }

  /** Returns this match without another. */
  Matched except(Matched other) {
    return new Matched(sure.subtract(other.possible), possible.subtract(other.sure));
  }

  /**
   * Returns what a list matches: {@code a b EXCEPT c EXCEPT d} is all of a and b but those of c
   * that are not of d.
   *
   * @param one returns what a pattern matches
   */
  static Matched list(List<String> patterns, Function<String, Matched> one) {
    Matched found = NONE;
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).toUpperCase(Locale.ROOT).equals(EXCEPT)) {
        return found.except(list(patterns.subList(i + 1, patterns.size()), one));
      }
      found = found.or(one.apply(patterns.get(i)));
    }
    return found;
  }
}
