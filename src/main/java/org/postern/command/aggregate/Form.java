package org.postern.command.aggregate;

import java.util.Locale;
import java.util.Optional;

/** The form in which addresses are printed. */
enum Form {
  /** The form of the fewest prefixes, a line each. */
  PREFIXES,
  /** The fewest ranges, a line each, which is two addresses, perhaps the same. */
  RANGES,
  /** Each address on a line of its own. */
  ADDRESSES,
  /** Interval sets for {@code nft -f}. */
  NFT,
  /** Hashes of networks for {@code ipset restore}. */
  IPSET;

  /** Returns the word that the user types. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Form> of(String word) {
    for (Form form : values()) {
      if (form.word().equals(word)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }
}
