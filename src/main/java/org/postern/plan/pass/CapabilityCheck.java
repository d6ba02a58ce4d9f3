package org.postern.plan.pass;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Capabilities.Ability;
import org.postern.plan.Obstacle;
import org.postern.plan.Recipients;
import org.postern.plan.Ruleset;
import org.postern.plan.Scope;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;

/** Compares what rules ask for with what a target can do; nothing is dropped in silence. */
final class CapabilityCheck {
  private CapabilityCheck() {}

  /**
   * @param advice says how a rule could be made to fit a number of prefixes
   */
  static List<Obstacle> check(
      Ruleset ruleset, Capabilities capabilities, BiFunction<AccessRule, Integer, String> advice) {
    List<Obstacle> found = new ArrayList<>();
    for (AccessRule rule : ruleset.rules()) {
      for (String lack : lacks(rule, capabilities)) {
        String fix = capabilities.judges(rule.scope()) ? "" : fix(rule);
        found.add(new Obstacle.Unfit(rule.name(), capabilities.target() + " " + lack, fix));
      }
      tooMany(rule, capabilities, advice).ifPresent(found::add);
      ofFamilies(rule, capabilities, found);
      ofNoPeer(rule, capabilities, found);
      ofAddresses(rule, capabilities, found);
      if (capabilities.judges(rule.scope())) {
        ofMail(rule, capabilities, found);
      }
    }
    if (!capabilities.mail().listeners()) {
      sharing(ruleset, capabilities, found);
    }
    return found;
  }

  /**
   * Finds rules that only the listener tells apart: they judge the same mail where there is one.
   */
  private static void sharing(Ruleset ruleset, Capabilities capabilities, List<Obstacle> found) {
    List<AccessRule> mail = ruleset.rules().stream().filter(rule -> !rule.judgesPackets()).toList();
    for (int i = 0; i < mail.size(); i++) {
      for (AccessRule other : mail.subList(i + 1, mail.size())) {
        if (mail.get(i).scope().overlaps(other.scope())) {
          String why =
              "%s has one listener, at which it and rule %s could judge the same mail"
                  .formatted(capabilities.target(), mail.get(i).name());
          found.add(new Obstacle.Unfit(other.name(), why));
        }
      }
    }
  }

  private static void ofFamilies(AccessRule rule, Capabilities capabilities, List<Obstacle> found) {
    for (Family family : Family.values()) {
      if (capabilities.judges(rule.scope())
          && !rule.peers().asSet().isEmpty(family)
          && !capabilities.families().contains(family)) {
        found.add(
            new Obstacle.Unfit(
                rule.name(),
                "%s knows no %s".formatted(capabilities.target(), family.label()),
                "take its addresses out, by family: of a dns source, or by never: [\"%s\"]"
                    .formatted(family == Family.IP6 ? "::/0" : "0.0.0.0/0")));
      }
    }
  }

  private static void ofNoPeer(AccessRule rule, Capabilities capabilities, List<Obstacle> found) {
    if (capabilities.road() == Capabilities.Road.PUBLISHED
        && capabilities.judges(rule.scope())
        && rule.peers().asSet().isEmpty()) {
      found.add(
          new Obstacle.Unfit(
              rule.name(),
              capabilities.target()
                  + " publishes no empty list: who reads it may take it for every peer",
              "close the port where the list is read, or name a peer"));
    }
  }

  /**
   * Checks the number of addresses, where each address is an entry of its own and a wide prefix is
   * many.
   */
  private static void ofAddresses(
      AccessRule rule, Capabilities capabilities, List<Obstacle> found) {
    if (capabilities.unit() != Capabilities.Unit.ADDRESSES) {
      return;
    }
    BigInteger needed = rule.peers().asSet().size(Family.IP);
    if (needed.compareTo(BigInteger.valueOf(capabilities.maxPrefixes())) > 0) {
      found.add(
          new Obstacle.Unfit(
              rule.name(),
              "%s takes each address for itself, at most %d in a rule; this one needs %,d"
                  .formatted(capabilities.target(), capabilities.maxPrefixes(), needed),
              "name the single addresses in its sets, or use a firewall in front"));
    }
  }

  /** A name server that does not answer must not refuse the nodes of the filter for good. */
  private static Optional<Obstacle> ofNames(
      AccessRule rule, SortedSet<String> given, Capabilities capabilities) {
    String names = "ptr: " + String.join(", ", given);
    return switch (capabilities.mail().names()) {
      case PUT_OFF_ON_FAILURE -> Optional.empty();
      case REFUSED_ON_FAILURE ->
          rule.otherwise().equals(Optional.of(Refusal.REJECT))
              ? Optional.of(
                  new Obstacle.Unfit(
                      rule.name(),
                      "%s knows no client by name (%s) while no name server answers, and would reject"
                              .formatted(capabilities.target(), names)
                          + " all of them for good",
                      "write otherwise: defer, so that they try again"))
              : Optional.empty();
      case UNKNOWN ->
          Optional.of(
              new Obstacle.Unfit(
                  rule.name(),
                  "%s cannot accept clients by name (%s): it does not look up that a name has the"
                          .formatted(capabilities.target(), names)
                      + " client's address",
                  "write the rule for a packet filter, which learns addresses by name: port:"
                      + " tcp/25, hook: input; or name the addresses, by dns: or spf:"));
    };
  }

  /**
   * Names each component of a scope of mail, so that one that is added later does not compile until
   * it is decided whether a target may lack it. Listeners and replies are a matter of projections.
   */
  private static void ofMail(AccessRule rule, Capabilities capabilities, List<Obstacle> found) {
    if (rule.scope() instanceof Scope.Mail(var recipients, var _, var spares, var _, var names)) {
      ofRecipients(rule, recipients, capabilities, found);
      if (!names.isEmpty()) {
        ofNames(rule, names, capabilities).ifPresent(found::add);
      }
      ofNoClient(rule, capabilities, found);
      if (spares && !capabilities.mail().spares()) {
        found.add(spared(rule, capabilities));
      }
    }
  }

  /** A server that takes or refuses a peer before it names a recipient judges all recipients. */
  private static void ofRecipients(
      AccessRule rule, Recipients recipients, Capabilities capabilities, List<Obstacle> found) {
    if (!capabilities.mail().recipients() && !(recipients instanceof Recipients.All)) {
      found.add(
          new Obstacle.Unfit(
              rule.name(),
              capabilities.target()
                  + " takes or refuses a peer as a whole, and cannot judge some recipients only",
              "take for: out of the rule, if the filter stands before all domains of that server;"
                  + " or bind a mail server that judges each recipient"));
    }
  }

  private static void ofNoClient(AccessRule rule, Capabilities capabilities, List<Obstacle> found) {
    if (!capabilities.mail().refusesAll() && rule.peers().asSet().isEmpty()) {
      found.add(
          new Obstacle.Unfit(
              rule.name(),
              capabilities.target()
                  + " cannot be told to refuse every peer, and this rule accepts none",
              "close the port in a firewall, or name a peer"));
    }
  }

  private static Obstacle spared(AccessRule rule, Capabilities capabilities) {
    return new Obstacle.Unfit(
        rule.name(),
        capabilities.target()
            + " refuses a peer before it can prove who it is, and would cut off users who"
            + " send mail there",
        "have users send by another server, address or port, and write spare: [] in the rule");
  }

  private static String fix(AccessRule rule) {
    return rule.judgesPackets()
        ? "bind a packet filter in targets too, or take the rule out"
        : "bind a mail server in targets, where this version has one; or take the rule out of this"
            + " policy: postern why ADDR --for DOMAIN tells what it would do";
  }

  private static List<String> lacks(AccessRule rule, Capabilities capabilities) {
    List<String> lacks = new ArrayList<>();
    if (!capabilities.judges(rule.scope())) {
      return List.of(
          rule.judgesPackets()
              ? "judges mail, and no packets"
              : "judges packets, and no mail: rules on smtp need a mail server as a target");
    }
    lacks.addAll(places(rule.scope(), capabilities));
    rule.otherwise()
        .filter(verdict -> !capabilities.verdicts().contains(verdict))
        .ifPresent(verdict -> lacks.add("cannot " + verdict.text() + instead(rule, capabilities)));
    if (rule.openUntil().isPresent()
        && !capabilities.can(Ability.CLOSES)
        && !capabilities.isClosedByUs()) {
      lacks.add("cannot close a rule by itself, so none can be open for a while");
    }
    if (rule.opens() && !capabilities.can(Ability.OPENS)) {
      lacks.add(
          "cannot open a port: what one chain accepts another can drop; remove opens: true, and"
              + " accept the port in the host's own rules too");
    }
    return lacks;
  }

  /** Returns the verdicts to write instead: some mail servers have fewer than mail usually has. */
  private static String instead(AccessRule rule, Capabilities capabilities) {
    return !rule.judgesPackets() && capabilities.mail().judged()
        ? capabilities.verdicts().stream()
            .filter(Refusal.ofMail()::contains)
            .map(Refusal::text)
            .sorted()
            .collect(Collectors.joining(" or ", "; write otherwise: ", ""))
        : "";
  }

  private static Optional<Obstacle> tooMany(
      AccessRule rule, Capabilities capabilities, BiFunction<AccessRule, Integer, String> advice) {
    int most = capabilities.maxPrefixes();
    AddressSet peers = rule.peers().asSet();
    for (Family family : Family.values()) {
      int prefixes = peers.mostPrefixes(family) > most ? peers.prefixCount(family) : 0;
      if (prefixes > most && capabilities.judges(rule.scope())) {
        String why =
            "%s holds at most %d prefixes a rule, this one needs %d"
                .formatted(capabilities.target(), most, prefixes);
        return Optional.of(new Obstacle.Unfit(rule.name(), why, advice.apply(rule, most)));
      }
    }
    return Optional.empty();
  }

  /** Names each component of a scope of packets, for the same reason as {@link #ofMail}. */
  private static List<String> places(Scope scope, Capabilities capabilities) {
    return scope instanceof Scope.Packets(var hooks, var interfaces, var _, var _, var _, var _)
        ? places(hooks, interfaces, capabilities)
        : List.of();
  }

  private static List<String> places(
      Set<Hook> hooks, SortedSet<String> interfaces, Capabilities capabilities) {
    List<String> lacks = new ArrayList<>();
    for (Hook hook : hooks) {
      if (!capabilities.hooks().contains(hook)) {
        lacks.add("cannot judge on " + hook.text());
      }
    }
    for (String name : interfaces) {
      InterfaceNames known = capabilities.interfaces();
      known
          .fault(name)
          .ifPresent(
              fault ->
                  lacks.add(
                      "has no interface \"%s\": %s; %s".formatted(name, fault, known.example())));
    }
    return lacks;
  }
}
