package org.postern.target.windows;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.policy.Ports;

/**
 * The contents of Windows Firewall, as a script reads them back.
 *
 * @param chunks rules whose names are ours
 * @param ineffective names of ours that the local store holds and that are not in force
 * @param rivals rules of others that let in what ours do not
 */
record ReadBack(
    List<Chunk> chunks, List<String> ineffective, List<Rival> rivals, List<Profile> profiles) {
  ReadBack {
    chunks = List.copyOf(chunks);
    ineffective = List.copyOf(ineffective);
    rivals = List.copyOf(rivals);
    profiles = List.copyOf(profiles);
  }

  /**
   * A rule of the firewall that is ours.
   *
   * @param name the full name
   * @param frame the rest of the rule; empty when it was changed into a rule that we do not write
   * @param peers the remote addresses of the rule
   */
  record Chunk(String name, boolean enabled, Optional<Frame> frame, AddressSet peers) {}

  /**
   * The content of a chunk besides its remote addresses.
   *
   * @param rule the name of the rule in the policy
   * @param servers local addresses; none means any
   * @param interfaces none means any
   */
  record Frame(
      String rule,
      Family family,
      boolean allows,
      Ports ports,
      AddressSet servers,
      List<String> interfaces) {
    Frame {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * An allow rule of others that lets in at a port what an allow rule of ours does not.
   *
   * @param ports the ports at which both allow
   */
  record Rival(Ports ports, String name) {}

  /**
   * A profile of the firewall.
   *
   * @param blocks whether what no rule allows is blocked
   * @param merges whether local rules count beside those of group policy
   */
  record Profile(String name, boolean enabled, boolean blocks, boolean merges) {}
}
