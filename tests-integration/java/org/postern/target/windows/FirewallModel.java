package org.postern.target.windows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Interval;
import org.postern.target.windows.Values.ScriptFault;

/**
 * The rules of a Windows Firewall and what they mean: allows add up, a block wins, and what nobody
 * allows is blocked. Rules are local or come by group policy; an empty list of addresses is
 * everybody; a rule holds a thousand of them.
 */
final class FirewallModel {
  private static final int LIMIT = 1_000;

  /** Rules of the local store by name. */
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

  /** A rule. */
  static final class Entry {
    String name = "";
    boolean inbound = true;
    boolean allow = true;
    boolean enabled = true;
    String protocol = "TCP";
    String port = "Any";
    String profile = "Any";
    String program = "Any";
    List<Interval> remote = List.of();
    List<Interval> servers = List.of();
    List<String> interfaces = List.of();

    Entry copy() {
      Entry copy = new Entry();
      copy.name = name;
      copy.inbound = inbound;
      copy.allow = allow;
      copy.enabled = enabled;
      copy.protocol = protocol;
      copy.port = port;
      copy.profile = profile;
      copy.program = program;
      copy.remote = remote;
      copy.servers = servers;
      copy.interfaces = interfaces;
      return copy;
    }

    void setRemote(List<String> texts) {
      if (texts.size() > LIMIT) {
        throw new ScriptFault("The array bounds are invalid.");
      }
      try {
        remote = texts.stream().map(AddressTexts::interval).toList();
      } catch (IllegalArgumentException e) {
        throw new ScriptFault("The address is invalid: " + e.getMessage());
      }
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

  /** What all local rules say. */
  List<String> describe() {
    return local.values().stream().map(Entry::describe).sorted().toList();
  }

  /** One operation, which may fail; then the witness looks. */
  void change(Runnable effect) {
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

  Entry named(String name) {
    return Optional.ofNullable(local.get(name))
        .orElseThrow(() -> new ScriptFault("No rule has the name " + name));
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
    return (open ? AddressSet.all() : allowed).subtract(blocked).only(server.family());
  }

  private static boolean covers(Entry entry, int port, Address server, String by) {
    return !entry.protocol.equals("UDP")
        && entry.program.equals("Any")
        && new ReadBack.Rival(entry.port, "").covers(port)
        && (entry.servers.isEmpty() || set(entry.servers).contains(server))
        && (entry.interfaces.isEmpty() || entry.interfaces.contains(by));
  }
}
