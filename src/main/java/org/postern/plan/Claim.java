package org.postern.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.address.Prefix;

/**
 * Addresses for which a reason holds.
 *
 * @param addresses may be more than change
 */
record Claim(Reason reason, AddressSet addresses) {
  /**
   * Gives each prefix of a change to the first claim that it touches. Whole prefixes stay whole:
   * each is as large as it can be in the change, so it is in every part of it.
   *
   * @param otherwise the reason of those that none touches
   */
  static List<Reasoned.Group> partition(AddressSet changed, List<Claim> claims, Reason otherwise) {
    List<Reasoned.Group> groups = new ArrayList<>();
    AddressSet rest = changed;
    for (Claim claim : claims) {
      AddressSet touched = claim.touched(rest);
      if (!touched.isEmpty()) {
        groups.add(new Reasoned.Group(claim.reason(), touched));
        rest = rest.subtract(touched);
      }
    }
    if (!rest.isEmpty()) {
      groups.add(new Reasoned.Group(otherwise, rest));
    }
    return groups;
  }

  private AddressSet touched(AddressSet set) {
    AddressSet common = set.intersect(addresses);
    if (common.isEmpty() || common.equals(set)) {
      return common;
    }
    AddressSet.Builder touched = AddressSet.builder();
    List<Interval> intervals = common.intervals();
    int at = 0;
    for (Prefix prefix : set.prefixes()) {
      while (at < intervals.size() && intervals.get(at).last().compareTo(prefix.first()) < 0) {
        at++;
      }
      if (at < intervals.size() && intervals.get(at).first().compareTo(prefix.last()) <= 0) {
        touched.add(prefix);
      }
    }
    return touched.build();
  }
}
