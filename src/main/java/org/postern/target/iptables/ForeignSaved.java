package org.postern.target.iptables;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.address.Family;
import org.postern.policy.Hook;
import org.postern.target.FirewallRemedies;
import org.postern.target.ForeignChain;
import org.postern.target.ForeignChain.Purpose;
import org.postern.target.ForeignRule;

/**
 * The rules of other programs in one table of iptables, as {@code iptables-save} prints it.
 *
 * @param family the family of the table
 * @param variant the variant of iptables to which it belongs
 * @param table the table that was read
 */
record ForeignSaved(Family family, Tools.Variant variant, Saved table) {
  /** The text for a table that no tool is there to read: every chain of it may do anything. */
  static final String UNREAD =
      Stream.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT")
          .map(chain -> ":%s ACCEPT [0:0]\n[0:0] -A %s -j UNREAD\n".formatted(chain, chain))
          .collect(Collectors.joining());

  /** Returns the name of the tool, with the variant where it is not the host's default. */
  private String program(boolean own) {
    String name = family == Family.IP ? "iptables" : "ip6tables";
    return own ? name : name + "-" + variant.text();
  }

  /**
   * Returns the built-in chains of table filter.
   *
   * @param own whether our jumps are in it, before all other rules
   */
  List<ForeignChain> filters(Set<Hook> hooks, boolean own) {
    List<ForeignChain> found = new ArrayList<>();
    for (Hook hook : hooks) {
      Purpose purpose = own ? Purpose.FILTER_AFTER_OURS : Purpose.FILTER;
      found.add(chain(Names.builtIn(hook), hook, purpose, own));
    }
    return found;
  }

  /** Returns the built-in chains of table nat that change the destination of packets. */
  List<ForeignChain> translations() {
    return List.of(
        chain("PREROUTING", Hook.INPUT, Purpose.TRANSLATION, false),
        chain("OUTPUT", Hook.OUTPUT, Purpose.TRANSLATION, false));
  }

  private ForeignChain chain(String name, Hook hook, Purpose purpose, boolean own) {
    boolean ufw = table.chains().keySet().stream().anyMatch(FirewallRemedies::isOfUfw);
    String program = program(own);
    return new ForeignChain(
        name,
        "%s-%s %s %s".formatted(program(true), variant.text(), tableOf(purpose), name),
        hook,
        EnumSet.of(family),
        purpose,
        table.policies().getOrDefault(name, "ACCEPT").equals("DROP"),
        rules(),
        (opening, dropping) ->
            ufw
                ? FirewallRemedies.ufw(opening)
                : FirewallRemedies.iptables(program, own ? 2 : 1, opening));
  }

  private static String tableOf(Purpose purpose) {
    return switch (purpose) {
      case FILTER, FILTER_AFTER_OURS -> "filter";
      case TRANSLATION -> "nat";
    };
  }

  private Map<String, List<ForeignRule>> rules() {
    Map<String, List<ForeignRule>> rules = new HashMap<>();
    Set<String> chains = Set.copyOf(table.chains().keySet());
    table
        .chains()
        .forEach(
            (name, lines) ->
                rules.put(
                    name,
                    lines.stream()
                        .<ForeignRule>map(rule -> new ForeignLine(rule.line(), chains))
                        .toList()));
    return rules;
  }
}
