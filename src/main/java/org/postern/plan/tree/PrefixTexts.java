package org.postern.plan.tree;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;

/** The prefixes of a set as texts, each of them made when it is asked for. */
public final class PrefixTexts extends AbstractList<String> {
  private final AddressSet set;

  public PrefixTexts(AddressSet set) {
    this.set = set;
  }

  @Override
  public String get(int index) {
    return set.prefixes().get(index).text();
  }

  @Override
  public int size() {
    return set.prefixCount(Family.IP) + set.prefixCount(Family.IP6);
  }

  /** Returns an iterator of one pass, where {@link #get} would begin anew for each. */
  @Override
  public Iterator<String> iterator() {
    List<Prefix> prefixes = set.prefixes();
    return prefixes.stream().map(Prefix::text).iterator();
  }
}
