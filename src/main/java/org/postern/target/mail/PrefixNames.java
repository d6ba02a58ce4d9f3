package org.postern.target.mail;

import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

/** Names prefixes in messages. */
public final class PrefixNames {
  private static final int NAMED = 4;

  private PrefixNames() {}

  /** Returns the first few of a set, in words. */
  public static String some(AddressSet set) {
    List<Prefix> prefixes = set.prefixes();
    String shown = String.join(", ", prefixes.stream().limit(NAMED).map(Prefix::text).toList());
    return prefixes.size() > NAMED
        ? "%s and %d more".formatted(shown, prefixes.size() - NAMED)
        : shown;
  }
}
