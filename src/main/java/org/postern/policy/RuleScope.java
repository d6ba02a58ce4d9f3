package org.postern.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

/** The attempts that a rule of a policy judges, as they are written. */
public sealed interface RuleScope {
  /** Tells whether both may judge the same connection or mail, as far as the policy tells. */
  boolean mayOverlap(RuleScope other);

  /**
   * Describes it in the words of the policy language without ports, {@code input by eth0}.
   *
   * @param most how many elements of a list are named; the others are counted
   */
  String where(int most);

  /** Returns the ports in words, {@code tcp/25}. */
  String portWords();

  /** Returns the ports that it names; empty for mail at any port. */
  Optional<Ports> named();

  /**
   * Packets of TCP connections.
   *
   * @param hooks the hooks on which they are seen, never empty
   * @param interfaces the interfaces by which they come in; empty means any
   * @param servers the server addresses as the client dialled them; empty optional means any
   * @param ports the TCP ports as the client dialled them
   * @param running the fate of established connections of peers that are no longer accepted
   */
  record Packets(
      Set<Hook> hooks,
      List<String> interfaces,
      Optional<AddressSet> servers,
      Ports ports,
      Rule.Running running)
      implements RuleScope {
    public Packets {
      if (hooks.isEmpty()) {
        throw new IllegalArgumentException("no hook");
      }
      hooks = Collections.unmodifiableSet(EnumSet.copyOf(hooks));
      interfaces = List.copyOf(interfaces);
    }

    /** Returns a copy for other server addresses. */
    public Packets withServers(Optional<AddressSet> others) {
      return new Packets(hooks, interfaces, others, ports, running);
    }

    @Override
    public boolean mayOverlap(RuleScope other) {
      return switch (other) {
        case Packets that ->
            ports.intersects(that.ports)
                && !Collections.disjoint(hooks, that.hooks)
                && (interfaces.isEmpty()
                    || that.interfaces.isEmpty()
                    || !Collections.disjoint(interfaces, that.interfaces))
                && (servers.isEmpty()
                    || that.servers.isEmpty()
                    || servers.get().intersects(that.servers.get()));
        case Mail _ -> false;
      };
    }

    @Override
    public String where(int most) {
      String by = interfaces.isEmpty() ? "" : " by " + listed(interfaces, most);
      String to =
          servers
              .map(set -> " to " + listed(set.prefixes().stream().map(Prefix::text).toList(), most))
              .orElse("");
      return hooks.stream().map(Hook::text).collect(Collectors.joining(", ")) + by + to;
    }

    @Override
    public String portWords() {
      return ports.text();
    }

    @Override
    public Optional<Ports> named() {
      return Optional.of(ports);
    }
  }

  /**
   * Mail that comes to a mail server, decided on for each recipient.
   *
   * @param recipients the names of sets of domains; empty means all recipients
   * @param listener the TCP ports at which the server listens for it; empty means any
   * @param spareAuthenticated whether clients that have authenticated are not judged
   * @param reply the text of the reply to a refused client; empty for the target's own text
   */
  record Mail(
      List<String> recipients, Optional<Ports> listener, boolean spareAuthenticated, String reply)
      implements RuleScope {
    public Mail {
      recipients = List.copyOf(recipients);
    }

    /**
     * Compares sets of domains by name only: which domains they share is known when they are read.
     */
    @Override
    public boolean mayOverlap(RuleScope other) {
      return switch (other) {
        case Packets _ -> false;
        case Mail that ->
            (recipients.isEmpty()
                    || that.recipients.isEmpty()
                    || !Collections.disjoint(recipients, that.recipients))
                && (listener.isEmpty()
                    || that.listener.isEmpty()
                    || listener.get().intersects(that.listener.get()));
      };
    }

    @Override
    public String where(int most) {
      return "smtp for "
          + (recipients.isEmpty() ? "all recipients" : listed(recipients, most))
          + (spareAuthenticated ? "" : ", authenticated too");
    }

    @Override
    public String portWords() {
      return listener.map(Ports::text).orElse("smtp");
    }

    @Override
    public Optional<Ports> named() {
      return listener;
    }
  }

  private static String listed(List<String> words, int most) {
    String shown = words.stream().limit(most).collect(Collectors.joining(", "));
    return words.size() > most ? shown + " and %d more".formatted(words.size() - most) : shown;
  }
}
