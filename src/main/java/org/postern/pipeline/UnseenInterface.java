package org.postern.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.host.Interfaces;
import org.postern.plan.AccessRule;
import org.postern.plan.Ruleset;

/**
 * An interface that a rule names and by which no packet comes in: the rule judges nothing of what
 * was meant.
 *
 * @param rule the name of the rule
 * @param name the name of the interface, as the rule writes it
 * @param refuses whether the rule refuses any peer, so that its gate is open
 * @param why the reason in words
 * @param fix the text to write instead
 */
public record UnseenInterface(String rule, String name, boolean refuses, String why, String fix) {
  /** The name that Open vSwitch gives the master of all its ports, by which nothing comes in. */
  private static final String OPEN_VSWITCH = "ovs-system";

  /** Returns the unseen interfaces of a ruleset, in the order of its rules. */
  public static List<UnseenInterface> of(Ruleset ruleset, Interfaces interfaces) {
    List<UnseenInterface> found = new ArrayList<>();
    for (AccessRule rule : ruleset.ofPackets().rules()) {
      for (String name : rule.packets().interfaces()) {
        unseen(rule, name, interfaces.look(name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Returns one sentence about it. */
  public String sentence() {
    return "rule %s (in: %s): %s".formatted(rule, name, why);
  }

  private static Optional<UnseenInterface> unseen(
      AccessRule rule, String name, Interfaces.Seen seen) {
    return switch (seen) {
      case Interfaces.Seen.Here _, Interfaces.Seen.Untold _ -> Optional.empty();
      case Interfaces.Seen.Missing _ ->
          unseen(
              rule,
              name,
              "there is no such interface",
              "write the names that \"ip link\" shows, or wait until it is there");
      case Interfaces.Seen.Renamed renamed ->
          by(rule, name, renamed.name(), "that is another name of " + renamed.name());
      case Interfaces.Seen.PortOf port ->
          by(
              rule,
              name,
              port.by(),
              "it is a port of %s%s"
                  .formatted(port.kind().isEmpty() ? "" : port.kind() + " ", port.by()));
    };
  }

  /**
   * Returns the interface as unseen, unless the rule names the other one too, by which it sees all.
   */
  private static Optional<UnseenInterface> by(
      AccessRule rule, String name, String by, String what) {
    if (rule.packets().interfaces().contains(by)) {
      return Optional.empty();
    }
    return by.equals(OPEN_VSWITCH)
        ? unseen(
            rule,
            name,
            what + ", and its packets come in by the interface that has the addresses",
            "write in: with the interface that has the addresses")
        : unseen(
            rule,
            name,
            "%s, and its packets come in by %s".formatted(what, by),
            "write in: [" + by + "]");
  }

  private static Optional<UnseenInterface> unseen(
      AccessRule rule, String name, String why, String fix) {
    boolean refuses = rule.otherwise().filter(verdict -> verdict.refuses()).isPresent();
    return Optional.of(new UnseenInterface(rule.name(), name, refuses, why, fix));
  }

  /** Returns what should be known of interfaces by which packets do come in, or may, in words. */
  public static List<String> notes(Ruleset ruleset, Interfaces interfaces) {
    List<String> notes = new ArrayList<>();
    for (AccessRule rule :
        interfaces.areTold() ? ruleset.ofPackets().rules() : List.<AccessRule>of()) {
      for (String name : rule.packets().interfaces()) {
        switch (interfaces.look(name)) {
          case Interfaces.Seen.Here here -> {
            List<String> others =
                here.except().stream()
                    .filter(one -> !rule.packets().interfaces().contains(one))
                    .toList();
            if (!others.isEmpty()) {
              notes.add(
                  "rule %s (in: %s): what is meant for %s comes in by that, and is not judged"
                      .formatted(rule.name(), name, String.join(", ", others)));
            }
          }
          case Interfaces.Seen.Untold untold ->
              notes.add(
                  "rule %s (in: %s): whether packets come in by it cannot be told: %s"
                      .formatted(rule.name(), name, untold.why()));
          case Interfaces.Seen.Missing _, Interfaces.Seen.Renamed _, Interfaces.Seen.PortOf _ -> {
            // These are told as objections, which say more than a note.
          }
        }
      }
    }
    return notes;
  }
}
