package org.postern.target.api.smartermail;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.RuleChoice;
import org.postern.target.api.ApiServer;

/**
 * How a policy wants the blacklist of a server.
 *
 * @param name the name of the target, which is part of the mark of its entries
 * @param server the server, and the account that asks
 * @param submission the endpoint where users hand in mail, past the blacklist
 * @param usersElsewhere whether users hand in mail at another server
 * @param mx the addresses that MX records lead to
 * @param own the server's other addresses, and those of its network
 * @param spelling how ranges are written
 * @param ip6Closed whether no mail comes in by IPv6
 * @param rules selects the rules that this target takes
 */
record SmarterMailOptions(
    String name,
    ApiServer server,
    Optional<TargetOption.Endpoint.At> submission,
    boolean usersElsewhere,
    AddressSet mx,
    AddressSet own,
    Spelling spelling,
    boolean ip6Closed,
    RuleChoice rules) {
  static final String SUBMISSION = "submission";
  static final String USERS = "users";
  static final String MX = "mx";
  private static final String OWN = "own";
  private static final String FORM = "form";
  private static final String IP6 = "ipv6";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      ApiServer.options(
          Map.of(
              SUBMISSION,
              new TargetOption.Endpoint(),
              USERS,
              TargetOption.oneOf("here", "elsewhere"),
              MX,
              new TargetOption.Addresses(Family.IP),
              OWN,
              new TargetOption.Addresses(Family.IP),
              FORM,
              TargetOption.oneOf("ranges", "prefixes"),
              IP6,
              TargetOption.oneOf("open", "closed"),
              RuleChoice.OPTION,
              RuleChoice.VALUES));

  /**
   * Reads the options of a binding; a wrong value is left out, as the check of options reports it.
   */
  static SmarterMailOptions of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    return new SmarterMailOptions(
        binding.name(),
        ApiServer.of(binding),
        Optional.ofNullable(options.get(SUBMISSION)).flatMap(TargetOption.Endpoint::parse),
        "elsewhere".equals(options.get(USERS)),
        TargetOption.Addresses.parse(options.getOrDefault(MX, "")),
        TargetOption.Addresses.parse(options.getOrDefault(OWN, "")),
        "prefixes".equals(options.get(FORM)) ? Spelling.PREFIXES : Spelling.RANGES,
        "closed".equals(options.get(IP6)),
        RuleChoice.of(binding));
  }

  /** Returns the addresses of the server and its network, which are never listed. */
  AddressSet spared() {
    AddressSet spared = mx.union(own);
    if (submission.isPresent()) {
      spared = spared.union(AddressSet.of(submission.get().address()));
    }
    Optional<String> host =
        server.at().flatMap(at -> Optional.ofNullable(URI.create(at).getHost()));
    if (host.isPresent() && AddressText.parse(host.get()) instanceof AddressText.Ok ok) {
      spared = spared.union(AddressSet.of(ok.interval()));
    }
    return spared.only(Family.IP);
  }

  /** Returns what to know of users before hosts are listed. */
  String users() {
    String way =
        submission
            .map(at -> "users send by " + at.text())
            .orElse("users send by another server, as users: elsewhere says");
    return "a host that is blacklisted cannot send at port 25 either: " + way;
  }
}
