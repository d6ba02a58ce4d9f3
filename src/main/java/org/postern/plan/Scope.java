package org.postern.plan;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Prefix;
import org.postern.policy.Hook;
import org.postern.policy.Ports;
import org.postern.policy.Rule;

/**
 * The attempts that a rule judges. Closed: all code that looks at rules answers for every kind of
 * scope.
 */
public sealed interface Scope {
  /** Tells whether an attempt is judged; whose it is does not matter here. */
  boolean covers(Attempt attempt);

  /** Tells whether an attempt is accepted whatever its address is. */
  boolean admits(Attempt attempt);

  /** Tells whether some attempt is judged by both. */
  boolean overlaps(Scope other);

  /** Tells whether everything that the other judges is judged by this one too. */
  boolean containsAll(Scope other);

  /** Returns the ports that it names; empty for mail at whatever port. */
  Optional<Ports> named();

  /** Returns the scope in the words of the policy language, {@code input in eth0 tcp/25}. */
  String describe();

  /**
   * Packets of TCP connections.
   *
   * @param hooks the hooks on which they are seen; never empty
   * @param interfaces they came in by one of these; empty means any
   * @param servers the dialled address; empty optional means any
   * @param ports the dialled TCP ports
   * @param running whether packets of connections already open are judged too
   * @param wholeOnly whether what refuses IPv6 fragments is missing, so that a packet is judged
   *     only if it comes whole. A policy never means that: it is found in tables that earlier
   *     versions have written or others have changed
   */
  record Packets(
      Set<Hook> hooks,
      SortedSet<String> interfaces,
      Optional<AddressSet> servers,
      Ports ports,
      Rule.Running running,
      boolean wholeOnly)
      implements Scope {
    /**
     * The name of the loopback in every network namespace of Linux; no rule judges what comes in by
     * it.
     */
    public static final String LOOPBACK = "lo";

    public Packets {
      if (hooks.isEmpty()) {
        throw new IllegalArgumentException("no hook");
      }
      hooks = Collections.unmodifiableSet(EnumSet.copyOf(hooks));
      interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
    }

    /** Creates a scope of packets that are judged however they come. */
    public Packets(
        Set<Hook> hooks,
        SortedSet<String> interfaces,
        Optional<AddressSet> servers,
        Ports ports,
        Rule.Running running) {
      this(hooks, interfaces, servers, ports, running, false);
    }

    @Override
    public boolean covers(Attempt attempt) {
      return switch (attempt) {
        case Attempt.Opening packet ->
            hooks.contains(packet.hook())
                && ports.contains(packet.port())
                && coversInterface(packet.inInterface())
                && servers.map(set -> set.contains(packet.server())).orElse(true)
                && (packet.first() || running == Rule.Running.CUT)
                && !(wholeOnly && packet.fragmented() && isHidden(packet));
        case Attempt.Delivery _ -> false;
      };
    }

    @Override
    public boolean admits(Attempt attempt) {
      return false;
    }

    /** Tells whether packets that came in by this interface are judged; the loopback never is. */
    public boolean coversInterface(String name) {
      return !name.equals(LOOPBACK) && (interfaces.isEmpty() || interfaces.contains(name));
    }

    /** Tells whether fragments of that packet pass a hook before they are put together. */
    private static boolean isHidden(Attempt.Opening packet) {
      return packet.peer().family() == Family.IP6 && passesFragments(packet.hook());
    }

    /**
     * Tells whether IPv6 fragments can pass this hook: Linux puts those for itself together behind
     * the hook input, and fragments within fragments at their destination. What leaves the host is
     * cut behind the hook output.
     */
    static boolean passesFragments(Hook hook) {
      return switch (hook) {
        case INPUT, FORWARD -> true;
        case OUTPUT -> false;
      };
    }

    /** Tells whether IPv6 fragments can hide from it which packets they belong to. */
    boolean meetsFragments() {
      return judgesIp6() && hooks.stream().anyMatch(Packets::passesFragments);
    }

    boolean judgesIp6() {
      return servers.map(set -> !set.only(Family.IP6).isEmpty()).orElse(true);
    }

    /** Returns a copy that judges only packets that come whole, or all. */
    Packets withWholeOnly(boolean only) {
      return new Packets(hooks, interfaces, servers, ports, running, only);
    }

    /** Returns a copy for these dialled addresses. */
    public Packets withServers(Optional<AddressSet> others) {
      return new Packets(hooks, interfaces, others, ports, running, wholeOnly);
    }

    /** Returns a copy that leaves connections already open alone, or judges them too. */
    public Packets withRunning(Rule.Running value) {
      return new Packets(hooks, interfaces, servers, ports, value, wholeOnly);
    }

    @Override
    public boolean overlaps(Scope other) {
      return switch (other) {
        case Packets that ->
            ports.intersects(that.ports)
                && !Collections.disjoint(hooks, that.hooks)
                && (interfaces.isEmpty()
                    || that.interfaces.isEmpty()
                    || !Collections.disjoint(interfaces, that.interfaces))
                && anyServer().intersects(that.anyServer());
        case Mail _ -> false;
      };
    }

    @Override
    public boolean containsAll(Scope other) {
      return switch (other) {
        case Packets that ->
            ports.containsAll(that.ports)
                && hooks.containsAll(that.hooks)
                && (interfaces.isEmpty()
                    || (!that.interfaces.isEmpty() && interfaces.containsAll(that.interfaces)))
                && (servers.isEmpty()
                    || that.servers.filter(servers.get()::containsAll).isPresent());
        case Mail _ -> false;
      };
    }

    @Override
    public Optional<Ports> named() {
      return Optional.of(ports);
    }

    private AddressSet anyServer() {
      return servers.orElse(AddressSet.all());
    }

    static String words(Set<Hook> hooks) {
      return hooks.stream().map(Hook::text).collect(Collectors.joining(", "));
    }

    @Override
    public String describe() {
      String in = interfaces.isEmpty() ? "" : " in " + String.join(", ", interfaces);
      String to =
          servers
              .map(
                  set ->
                      " to "
                          + set.prefixes().stream()
                              .map(Prefix::text)
                              .collect(Collectors.joining(", ")))
              .orElse("");
      return words(hooks) + in + to + " " + ports.text();
    }
  }

  /**
   * Mail that comes to a mail server, decided on for each recipient.
   *
   * @param recipients the recipients whose mail is judged
   * @param listener the TCP ports at which the server listens for it; empty means any
   * @param spareAuthenticated whether clients that have proven who they are are not judged
   * @param reply the text that a refused client is told; empty for the target's own words
   * @param names clients are accepted whose name is one of these or below one: by PTR, where that
   *     name has the address. A-labels in lower case without the final dot
   */
  record Mail(
      Recipients recipients,
      Optional<Ports> listener,
      boolean spareAuthenticated,
      String reply,
      SortedSet<String> names)
      implements Scope {
    public Mail {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /** Creates a scope of mail of clients that no name has accepted. */
    public Mail(
        Recipients recipients, Optional<Ports> listener, boolean spareAuthenticated, String reply) {
      this(recipients, listener, spareAuthenticated, reply, Collections.emptySortedSet());
    }

    @Override
    public boolean covers(Attempt attempt) {
      return switch (attempt) {
        case Attempt.Opening _ -> false;
        case Attempt.Delivery mail ->
            recipients.contains(mail.domain())
                && !(spareAuthenticated && mail.authenticated())
                && listener.map(ports -> ports.contains(mail.listener())).orElse(true);
      };
    }

    @Override
    public boolean admits(Attempt attempt) {
      return switch (attempt) {
        case Attempt.Opening _ -> false;
        case Attempt.Delivery mail -> names.stream().anyMatch(name -> isBelow(mail.name(), name));
      };
    }

    private static boolean isBelow(String name, String domain) {
      return name.equals(domain) || name.endsWith("." + domain);
    }

    @Override
    public boolean overlaps(Scope other) {
      return switch (other) {
        case Packets _ -> false;
        case Mail that ->
            recipients.intersects(that.recipients)
                && (listener.isEmpty()
                    || that.listener.isEmpty()
                    || listener.get().intersects(that.listener.get()));
      };
    }

    @Override
    public boolean containsAll(Scope other) {
      return switch (other) {
        case Packets _ -> false;
        case Mail that ->
            recipients.containsAll(that.recipients)
                && (!spareAuthenticated || that.spareAuthenticated)
                && (listener.isEmpty()
                    || that.listener.filter(listener.get()::containsAll).isPresent());
      };
    }

    /** Returns a copy for other recipients. */
    public Mail forRecipients(Recipients others) {
      return new Mail(others, listener, spareAuthenticated, reply, names);
    }

    /** Returns a copy without a reply of its own. */
    public Mail withoutReply() {
      return new Mail(recipients, listener, spareAuthenticated, "", names);
    }

    /** Returns a copy for whatever listener. */
    public Mail atAnyListener() {
      return new Mail(recipients, Optional.empty(), spareAuthenticated, reply, names);
    }

    /** Returns a copy that accepts clients by these names. */
    public Mail withNames(SortedSet<String> others) {
      return new Mail(recipients, listener, spareAuthenticated, reply, others);
    }

    @Override
    public Optional<Ports> named() {
      return listener;
    }

    @Override
    public String describe() {
      return "smtp for %s%s%s%s"
          .formatted(
              recipients.text(),
              listener.map(ports -> " at " + ports.text()).orElse(""),
              spareAuthenticated ? "" : ", authenticated too",
              names.isEmpty() ? "" : ", by name " + String.join(", ", names));
    }
  }
}
