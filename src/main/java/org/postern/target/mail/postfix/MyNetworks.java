package org.postern.target.mail.postfix;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.address.text.SpecialPurpose;
import org.postern.plan.AccessRule;

/**
 * The clients that Postfix takes for its own, mynetworks of postconf(5).
 *
 * @param addresses the networks that are named by address
 * @param untold the further items: tables, names, exclusions
 */
record MyNetworks(AddressSet addresses, List<String> untold) {
  /** The beginning of IPv4 addresses in the form of IPv6, which are matched as IPv4. */
  private static final String MAPPED = "::ffff:";

  MyNetworks {
    untold = List.copyOf(untold);
  }

  static MyNetworks of(Settings settings) {
    AddressSet.Builder networks = AddressSet.builder();
    List<String> untold = new ArrayList<>();
    String value = settings.values().getOrDefault(Settings.NETWORKS, "");
    for (String word : Restrictions.of(value).words()) {
      String plain = word.replace("[", "").replace("]", "");
      if (AddressText.parse(plain) instanceof AddressText.Ok ok) {
        networks.add(ok.interval());
      } else if (!plain.startsWith(MAPPED)) {
        untold.add(word);
      }
    }
    return new MyNetworks(networks.build(), untold);
  }

  /** Returns the networks that a rule does not accept. */
  AddressSet past(AccessRule rule) {
    return addresses.subtract(rule.peers().asSet()).subtract(SpecialPurpose.LOOPBACK);
  }
}
