package org.postern.page;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.page.html.Words;
import org.postern.plan.AccessRule;
import org.postern.plan.Peers;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.Refusal;
import org.postern.policy.Rule;

/** Describes rules in words. */
final class RuleWords {
  private RuleWords() {}

  /** Returns which connections or mail a rule judges. */
  static String covers(AccessRule rule) {
    return switch (rule.scope()) {
      case Scope.Packets packets -> covers(packets);
      case Scope.Mail mail -> "mail: " + mail.describe();
    };
  }

  private static String covers(Scope.Packets packets) {
    String in =
        packets.interfaces().isEmpty()
            ? ""
            : " by " + Words.list(List.copyOf(packets.interfaces()));
    return "TCP port %s%s, %s%s"
        .formatted(
            packets.ports().numbers(),
            packets.servers().map(set -> " of " + servers(set)).orElse(""),
            Words.list(packets.hooks().stream().map(RuleWords::hook).toList()),
            in);
  }

  private static String hook(Hook hook) {
    return switch (hook) {
      case INPUT -> "coming in";
      case FORWARD -> "passing through";
      case OUTPUT -> "going out";
    };
  }

  /** Describes the server addresses, which can be withheld. */
  static String servers(AddressSet servers) {
    List<String> texts = servers.prefixes().stream().map(one -> one.text()).toList();
    return texts.isEmpty() ? Eraser.MARK : Words.list(texts);
  }

  /** Returns which peers a rule accepts. */
  static String accepts(Rule rule, AccessRule filter, Withheld withheld) {
    return switch (rule.accept()) {
      case Rule.Accept.Any any -> "everybody may pass";
      case Rule.Accept.None none -> "no peer may pass";
      case Rule.Accept.Sets sets ->
          "%s of %s %s may pass"
              .formatted(
                  prefixes(filter, Withheld.of(withheld.peers(), rule.name())),
                  sets.names().size() == 1 ? "set" : "sets",
                  Words.list(sets.names()));
    };
  }

  private static String prefixes(AccessRule filter, int withheld) {
    AddressSet peers =
        filter.peers() instanceof Peers.Only only ? only.addresses() : AddressSet.none();
    String seen = Words.prefixes(peers);
    return withheld == 0
        ? seen
        : "%s and %s that are withheld".formatted(seen, Words.count(withheld, "prefix"));
  }

  /** Returns what happens to all other peers. */
  static String otherwise(Optional<Refusal> otherwise) {
    return otherwise.map(RuleWords::otherwise).orElse("");
  }

  private static String otherwise(Refusal verdict) {
    return switch (verdict) {
      case DROP -> "everybody else is dropped silently";
      case REJECT -> "everybody else is rejected";
      case DEFER -> "everybody else is put off, and tries again";
      case OBSERVE -> "everybody else is counted and let through";
    };
  }
}
