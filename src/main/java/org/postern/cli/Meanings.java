package org.postern.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.command.Command;
import org.postern.policy.parse.text.Words;

/**
 * Guesses the command that was meant by a word that is none: what other firewalls and service
 * managers call it, and what differs from a command in few letters.
 */
final class Meanings {
  private static final String ALLOW =
      "allow accept whitelist permit add insert unban unblock trust";
  private static final String BLOCK = "block ban deny drop blacklist reject jail";

  private static final Map<String, List<String>> OTHERS = new HashMap<>();

  static {
    put("apply", "reload refresh update sync load deploy install commit activate enforce set-up");
    put("plan", "preview changes pending dryrun dry-run what-if whatif delta");
    put("check", "validate verify lint syntax test-config configtest");
    put("compile", "export generate build render print-rules ruleset");
    put("lock", "save snapshot freeze pin-answers");
    put("resolve", "dig query-sources ask fetch answers");
    put("try", "test tryout trial sandbox");
    put("simulate", "emulate judge evaluate packet trace");
    put("why", "explain query lookup who whois reason describe is-accepted");
    put("sets rules sources", "list ls show print dump view display get");
    put("sets", "set groups members addresses nodes");
    put("rules", "ports policies");
    put("sources", "names dns providers");
    put("status", "info state health ping version-of-rules nagios metrics");
    put("doctor", "diagnose checkup health-check selftest self-test troubleshoot advise advisor");
    put("watch", "top monitor live follow tail");
    put("refused", "denied rejected blocked dropped drops peers attempts seen");
    put("rehearse", "analyze analyse scan parse logs maillog log-check");
    put("aggregate", "iprange merge optimize summarize collapse minimize cidr cidrmerge subtract");
    put("history", "log audit changelog generations journal events");
    put("rollback", "undo revert back restore-previous previous");
    put("approve", "accept-change release permit-change acknowledge ack");
    put("confirm", "keep ok yes commit-confirm");
    put("pause", "hold suspend maintenance freeze-rules stop");
    put("resume", "unpause continue unpin follow-again close unfreeze");
    put("open", "bypass panic emergency break-glass allow-all unlock");
    put("remove", "stop flush clear clean uninstall disable delete purge down off unload reset");
    put("restore", "boot recover");
    put("daemon", "start run serve up enable service");
    put("shell set", ALLOW);
    put("shell set", BLOCK);
    put("shell", "edit console repl interactive cli configure");
    put("report", "page html document summary audit-page");
    put("map", "graph draw picture hilbert plot");
    put("diff", "compare cmp");
    put("help", "usage man docs manual commands ?");
    put("version", "ver about");
  }

  private final List<Command> commands;

  Meanings(List<Command> commands) {
    this.commands = commands.stream().filter(command -> !command.isHidden()).toList();
  }

  /** Returns the words that are understood. */
  static Set<String> words() {
    return Set.copyOf(OTHERS.keySet());
  }

  /** Returns the commands that words are understood as. */
  static Set<String> commands() {
    return OTHERS.values().stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  private static void put(String meant, String words) {
    for (String word : words.split(" ", -1)) {
      OTHERS.merge(
          word,
          List.of(meant.split(" ", -1)),
          (before, more) -> Stream.concat(before.stream(), more.stream()).distinct().toList());
    }
  }

  /**
   * Returns which command was meant and what it does, such as {@code did you mean apply (plan,
   * guard, ...)?}.
   */
  Optional<String> of(String word) {
    String plain = word.toLowerCase(Locale.ROOT);
    List<Command> meant =
        OTHERS.getOrDefault(plain, List.of()).stream().flatMap(this::named).toList();
    if (meant.isEmpty()) {
      meant =
          Words.nearest(word, commands.stream().map(Command::name).toList()).stream()
              .flatMap(this::named)
              .toList();
    }
    return meant.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "did you mean %s?%s"
                .formatted(
                    meant.stream()
                        .map(one -> "%s (%s)".formatted(one.name(), one.summary()))
                        .collect(Collectors.joining(", or ")),
                    hint(plain)));
  }

  /**
   * Returns a hint for a word about one address: a change of that is one of the policy, and no
   * command of its own.
   */
  private static String hint(String word) {
    if (List.of(ALLOW.split(" ", -1)).contains(word)) {
      return " There: set NAME add ADDR, write, apply";
    }
    return List.of(BLOCK.split(" ", -1)).contains(word)
        ? " Whom no set holds is refused already; there: set NAME except ADDR, write, apply"
        : "";
  }

  private Stream<Command> named(String name) {
    return commands.stream().filter(command -> command.name().equals(name));
  }
}
