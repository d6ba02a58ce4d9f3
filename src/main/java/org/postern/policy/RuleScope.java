package org.postern.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Prefix;

/** What a rule of a policy judges, as it is written. */
public sealed interface RuleScope {
  /** Whether both can judge the same, as far as the policy tells. */
  boolean mayOverlap(RuleScope other);

  /**
   * In the words of the policy language, {@code input by eth0}, without ports.
   *
   * @param most of a list more than that are counted, not named
   */
  String where(int most);

  /** The ports in words, {@code tcp/25}. */
  String portWords();

  /** The ports that it names; empty for mail at whatever port. */
  Optional<Ports> named();

  /**
   * Packets of TCP connections.
   *
   * @param hooks where they are seen, never empty
   * @param interfaces they came in by one of these; empty means any
   * @param servers the server address as the client dialled it; empty optional means any
   * @param ports the TCP ports as the client dialled them
   * @param running what becomes of connections of peers no longer accepted
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
   * @param spareAuthenticated whether clients that have proven who they are are not judged
   * @param reply what a client that is refused is told; empty for the target's own words
   */
  record Mail(
      List<String> recipients, Optional<Ports> listener, boolean spareAuthenticated, String reply)
      implements RuleScope {
    public Mail {
      recipients = List.copyOf(recipients);
    }

    /** What two sets of domains have in common is known when both are read. */
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
