package org.postern.target.windows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.target.windows.Values.ScriptFault;

/**
 * The rules of a Windows Firewall and what they mean: allows add up, a block wins, what no rule
 * allows is blocked, and the loopback is not filtered. Rules are local or come by group policy; an
 * empty list of addresses means any address; a rule holds a thousand of them.
 */
final class FirewallModel {
  private static final int LIMIT = 1_000;

  /** Rules of the local store by their identity, which is the name that the cmdlets go by. */
  final Map<String, Entry> local = new LinkedHashMap<>();

  /** Rules that group policy brings. */
  final List<Entry> policy = new ArrayList<>();

  final List<Profile> profiles =
      List.of(new Profile("Domain"), new Profile("Private"), new Profile("Public"));

  /** How many changes were made. */
  int changes;

  /** The number of the change that fails, counted from one; none when negative. */
  int failing = -1;

  /** Whether changes go on failing from then on. */
  boolean failsOn;

  /** Whether a change that fails was made all the same. */
  boolean failsLate;

  /** Whether the service of the firewall does not run. */
  boolean stopped;

  /** The cmdlet that fails, in lower case; none when empty. */
  String broken = "";

  /** Whether it is that of Server 2008, which knows neither packages nor owners. */
  boolean old;

  /** Whether addresses that lie side by side come back as one range. */
  boolean joins;

  /** Looks at what there is after each change. */
  Runnable witness = () -> {};

  /** A profile and its settings. */
  static final class Profile {
    final String name;
    boolean enabled = true;
    boolean blocks = true;
    boolean merges = true;

    Profile(String name) {
      this.name = name;
    }
  }

  /** A rule; where it is bound to nothing that says Any or nothing at all. */
  static final class Entry {
    String name = "";
    String group = "";
    boolean inbound = true;
    boolean allow = true;
    boolean enabled = true;
    String protocol = "TCP";
    String port = "Any";
    String profile = "Any";
    String program = "Any";
    String service = "Any";
    String owner = "";
    String packaged = "";
    String authentication = "NotRequired";
    List<String> words = List.of();
    List<Interval> remote = List.of();
    List<Interval> servers = List.of();
    List<String> interfaces = List.of();

    Entry copy() {
      Entry copy = new Entry();
      copy.take(this);
      return copy;
    }

    void take(Entry other) {
      name = other.name;
      group = other.group;
      inbound = other.inbound;
      allow = other.allow;
      enabled = other.enabled;
      protocol = other.protocol;
      port = other.port;
      profile = other.profile;
      program = other.program;
      service = other.service;
      owner = other.owner;
      packaged = other.packaged;
      authentication = other.authentication;
      words = other.words;
      remote = other.remote;
      servers = other.servers;
      interfaces = other.interfaces;
    }

    /** Whether it is bound to something beside addresses and ports. */
    boolean bound() {
      return !program.equals("Any")
          || !service.equals("Any")
          || !owner.isEmpty()
          || !packaged.isEmpty();
    }

    /** All that it says, addresses as a set. */
    String describe() {
      return "%s %s %s %s %s %s %s %s from %s at %s by %s"
          .formatted(
              name,
              inbound,
              allow,
              enabled,
              protocol,
              port,
              profile,
              program,
              remote.isEmpty() ? "any" : set(remote).toString(),
              set(servers),
              interfaces);
    }
  }

  static AddressSet set(List<Interval> intervals) {
    AddressSet.Builder builder = AddressSet.builder();
    intervals.forEach(builder::add);
    return builder.build();
  }

  /** Addresses as they are held; some alone are refused, and what lies in another is gone. */
  List<Interval> taken(List<String> texts) {
    if (texts.size() > LIMIT) {
      throw new ScriptFault("The array bounds are invalid.");
    }
    List<Interval> intervals = new ArrayList<>();
    for (String text : texts) {
      try {
        intervals.add(AddressTexts.interval(text));
      } catch (IllegalArgumentException e) {
        throw new ScriptFault("The address is invalid: " + e.getMessage());
      }
      if (isRefused(intervals.getLast())) {
        throw new ScriptFault("An invalid parameter was passed. (0xD000000D): " + text);
      }
    }
    return merged(intervals);
  }

  private static boolean isRefused(Interval interval) {
    Address first = interval.first();
    boolean loopback = first.high() == 0 && first.low() == 1;
    boolean multicast = first.high() >>> 56 == 0xff;
    return first.equals(interval.last()) && first.family() == Family.IP6 && (loopback || multicast);
  }

  private List<Interval> merged(List<Interval> intervals) {
    List<Interval> sorted = new ArrayList<>(intervals);
    sorted.sort(
        Comparator.comparing(Interval::first)
            .thenComparing(Interval::last, Comparator.reverseOrder()));
    List<Interval> kept = new ArrayList<>();
    for (Interval one : sorted) {
      boolean inside =
          !kept.isEmpty()
              && kept.getLast().family() == one.family()
              && kept.getLast().last().compareTo(one.last()) >= 0;
      if (!inside) {
        kept.add(one);
      }
    }
    List<Interval> joined = set(kept).intervals();
    boolean whole =
        joined.stream().anyMatch(one -> AddressSet.of(one).equals(AddressSet.all(one.family())));
    return joins && !whole ? joined : kept;
  }

  /** What all local rules say. */
  List<String> describe() {
    return local.values().stream().map(Entry::describe).sorted().toList();
  }

  /** Fails when the service does not run. */
  void requireService() {
    if (stopped) {
      throw new ScriptFault("There are no more endpoints available from the endpoint mapper.");
    }
  }

  /** One operation, which may fail; then the witness looks. */
  void change(Runnable effect) {
    requireService();
    changes++;
    boolean fails = changes == failing || (failsOn && failing > 0 && changes >= failing);
    if (!fails || failsLate) {
      effect.run();
    }
    witness.run();
    if (fails) {
      throw new ScriptFault("The operation failed.");
    }
  }

  /** The first rule of a name that a person sees. */
  Entry named(String name) {
    return local.values().stream()
        .filter(entry -> entry.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new ScriptFault("No rule has the name " + name));
  }

  /** A rule by its identity. */
  Entry identified(String identity) {
    Entry entry = local.get(identity);
    if (entry == null) {
      throw new ScriptFault("No rule has the name " + identity);
    }
    return entry;
  }

  /** Adds a rule that has a name and no identity yet. */
  void add(Entry entry) {
    local.put(local.containsKey(entry.name) ? "{" + local.size() + "}" : entry.name, entry);
  }

  /** The rules that count. */
  Stream<Entry> active() {
    boolean merges = profiles.stream().allMatch(profile -> profile.merges);
    return Stream.concat(policy.stream(), merges ? local.values().stream() : Stream.of());
  }

  /** Whose openings come through at a port of a server, by an interface. */
  AddressSet admitted(int port, Address server, String by) {
    AddressSet allowed = AddressSet.none();
    AddressSet blocked = AddressSet.none();
    if (profiles.stream().anyMatch(profile -> !profile.enabled)) {
      return AddressSet.all();
    }
    for (Entry entry : active().toList()) {
      if (entry.enabled && entry.inbound && covers(entry, port, server, by)) {
        AddressSet peers = entry.remote.isEmpty() ? AddressSet.all() : set(entry.remote);
        if (entry.allow) {
          allowed = allowed.union(peers);
        } else {
          blocked = blocked.union(peers);
        }
      }
    }
    boolean open = profiles.stream().anyMatch(profile -> !profile.blocks);
    return (open ? AddressSet.all() : allowed)
        .subtract(blocked)
        .only(server.family())
        .subtract(Refused.LOOPBACK);
  }

  private static boolean covers(Entry entry, int port, Address server, String by) {
    return !entry.protocol.equals("UDP")
        && !entry.bound()
        && Ports.cover(entry.port, port)
        && (entry.servers.isEmpty() || set(entry.servers).contains(server))
        && (entry.interfaces.isEmpty() || entry.interfaces.contains(by));
  }
}
