package org.postern.command.init;

import java.util.List;
import org.postern.command.Option;
import org.postern.command.Requests;

/** The options of {@code init}. */
final class InitOptions {
  static final Option PROVIDER =
      Option.values("--provider", "NAME", "whose nodes deliver: a ruleset (postern rulesets)");
  static final Option ROLE =
      Option.value("--role", "ROLE", "host: the mail server is here; gateway: it is behind");
  static final Option SERVER =
      Option.values("--server", "ADDR", "the address that clients dial; a gateway needs it");
  static final Option OWN = Option.values("--own", "NET", "who else may connect; - for none");
  static final Option DOMAIN =
      Option.values("--domain", "NAME", "a mail domain behind the filter; - for none");
  static final Option TARGET =
      Option.value("--target", "KIND", "auto (the default), nftables, iptables or windows");
  static final Option YES =
      Option.flag("--yes", "ask nothing: take what is proposed, replace what init wrote");
  static final Option FILE = Option.value("-o", "FILE", "default /etc/postern/policy.yaml");

  static final List<Option> ALL =
      List.of(PROVIDER, ROLE, SERVER, OWN, DOMAIN, TARGET, YES, FILE, Requests.STATE);

  private InitOptions() {}
}
