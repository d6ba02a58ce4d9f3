package org.postern.command.init;

import java.util.ArrayList;
import java.util.List;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;
import org.postern.address.text.SpecialPurpose;
import org.postern.pipeline.doctor.Situation;

/**
 * The policy that a situation lets one expect. Pure.
 *
 * @param situation the situation of the host
 */
record Proposal(Situation situation) {
  /**
   * The most domains that are proposed: each is asked for on every look, and of a host with more
   * only its administrator knows which.
   */
  private static final int MOST_DOMAINS = 32;

  /** A host that sends port 25 on and has no containers is in front of the mail server. */
  Role role() {
    boolean isBetween =
        !situation.isListening()
            && situation.sentOn().isPresent()
            && situation.containers().isEmpty();
    return isBetween ? Role.GATEWAY : Role.HOST;
  }

  /** Tells whether port 25 of this host leads into a container. */
  boolean published() {
    return situation.sentOn().isPresent() && !situation.containers().isEmpty();
  }

  /** Returns the public addresses of the host; where it has none, all of them. */
  List<String> servers() {
    List<Address> open =
        situation.addresses().stream().filter(one -> !SpecialPurpose.INNER.contains(one)).toList();
    return (open.isEmpty() ? situation.addresses() : open).stream().map(Address::toString).toList();
  }

  /**
   * Returns the private networks on the links, and near hosts that are connected now and in none of
   * them.
   */
  List<Answers.Own> own() {
    List<Answers.Own> found = new ArrayList<>();
    AddressSet.Builder networks = AddressSet.builder();
    for (Prefix one : situation.near()) {
      networks.add(one);
      found.add(new Answers.Own(one.text(), "on this network"));
    }
    AddressSet known = networks.build();
    situation.peers().stream()
        .filter(one -> one.near().isPresent() && !known.contains(one.address()))
        .forEach(
            one ->
                found.add(new Answers.Own(one.address().toString(), one.near().get().question())));
    return found;
  }

  /** Returns the domains for which the mail server takes mail. */
  List<String> domains() {
    return situation.domains().size() > MOST_DOMAINS ? List.of() : situation.domains();
  }
}
