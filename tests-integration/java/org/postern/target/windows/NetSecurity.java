package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postern.address.Interval;
import org.postern.target.windows.FirewallModel.Entry;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.ScriptFault;

/** The NetSecurity cmdlets over the model. */
final class NetSecurity {
  private final FirewallModel firewall;

  NetSecurity(FirewallModel firewall) {
    this.firewall = firewall;
  }

  /** Whether it is one of them. */
  static boolean has(String name) {
    return name.toLowerCase(Locale.ROOT).contains("-netfirewall");
  }

  List<Object> command(String name, Arguments arguments) {
    firewall.requireService();
    if (firewall.broken.equalsIgnoreCase(name)) {
      throw new ScriptFault("The RPC server is unavailable.");
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "get-netfirewallrule" -> {
        arguments.only("PolicyStore");
        yield store(arguments).map(NetSecurity::rule).toList();
      }
      case "get-netfirewallprofile" -> {
        arguments.only("PolicyStore");
        yield firewall.profiles.stream().<Object>map(NetSecurity::profile).toList();
      }
      case "get-netfirewallportfilter" -> filters(arguments, NetSecurity::ports);
      case "get-netfirewalladdressfilter" -> filters(arguments, NetSecurity::addresses);
      case "get-netfirewallinterfacefilter" ->
          filters(arguments, entry -> hash("InterfaceAlias", some(entry.interfaces)));
      case "get-netfirewallapplicationfilter" -> filters(arguments, NetSecurity::application);
      case "get-netfirewallservicefilter" ->
          filters(arguments, entry -> hash("Service", entry.service));
      case "get-netfirewallinterfacetypefilter" ->
          filters(arguments, entry -> hash("InterfaceType", "Any"));
      case "get-netfirewallsecurityfilter" ->
          filters(arguments, entry -> hash("Authentication", entry.authentication));
      case "new-netfirewallrule" -> create(arguments);
      case "set-netfirewallrule" -> set(arguments);
      case "remove-netfirewallrule" -> remove(arguments);
      default -> throw new IllegalStateException("the model has no command " + name);
    };
  }

  /** A rule with its identity. */
  private record Stored(String identity, Entry entry) {}

  private Stream<Stored> store(Arguments arguments) {
    Stream<Stored> local =
        new ArrayList<>(firewall.local.entrySet())
            .stream().map(one -> new Stored(one.getKey(), one.getValue()));
    return switch (arguments.text("PolicyStore")) {
      case "PersistentStore" -> local;
      case "ActiveStore" -> {
        List<Entry> active = firewall.active().toList();
        yield Stream.concat(
            firewall.policy.stream().map(entry -> new Stored(entry.name, entry)),
            local.filter(one -> active.contains(one.entry())));
      }
      default -> throw new IllegalStateException("no such store");
    };
  }

  private List<Object> filters(Arguments arguments, Function<Entry, Hash> filter) {
    if (arguments.has("PolicyStore")) {
      arguments.only("PolicyStore");
      return store(arguments).map(one -> identified(filter.apply(one.entry()), one)).toList();
    }
    arguments.only("AssociatedNetFirewallRule");
    Hash rule = (Hash) arguments.get("AssociatedNetFirewallRule");
    return List.of(filter.apply(((RuleObject) rule.get("entry of the model")).entry()));
  }

  private static Object identified(Hash filter, Stored stored) {
    filter.put("InstanceID", stored.identity());
    return filter;
  }

  private static void requirePersistent(Arguments arguments) {
    if (!arguments.text("PolicyStore").equals("PersistentStore")) {
      throw new ScriptFault("The active store cannot be written.");
    }
  }

  private record RuleObject(Entry entry) {}

  private static Object rule(Stored stored) {
    Entry entry = stored.entry();
    Hash hash = new Hash();
    hash.put("Name", stored.identity());
    hash.put("DisplayName", entry.name);
    hash.put("Group", entry.group);
    hash.put("Owner", entry.owner);
    hash.put("InstanceID", stored.identity());
    hash.put("Enabled", entry.enabled ? "True" : "False");
    hash.put("Direction", entry.inbound ? "Inbound" : "Outbound");
    hash.put("Action", entry.allow ? "Allow" : "Block");
    hash.put("Profile", entry.profile);
    hash.put("entry of the model", new RuleObject(entry.copy()));
    return hash;
  }

  private static Hash hash(String name, Object value) {
    Hash hash = new Hash();
    hash.put(name, value);
    return hash;
  }

  private static Hash ports(Entry entry) {
    Hash hash = hash("Protocol", entry.protocol);
    hash.put("LocalPort", entry.port.contains(",") ? entry.port.split(",") : entry.port);
    hash.put("RemotePort", "Any");
    return hash;
  }

  private static Hash addresses(Entry entry) {
    List<String> remote = new ArrayList<>(entry.words);
    remote.addAll(texts(entry.remote));
    Hash hash = hash("RemoteAddress", some(remote));
    hash.put("LocalAddress", some(texts(entry.servers)));
    return hash;
  }

  private static Hash application(Entry entry) {
    Hash hash = hash("Program", entry.program);
    hash.put("Package", entry.packaged);
    return hash;
  }

  private static List<String> texts(List<Interval> intervals) {
    return intervals.stream().map(AddressTexts::text).toList();
  }

  /** One value is no array, and none is a word. */
  private static Object some(List<String> values) {
    return switch (values.size()) {
      case 0 -> "Any";
      case 1 -> values.getFirst();
      default -> values.toArray();
    };
  }

  private static Hash profile(FirewallModel.Profile profile) {
    Hash hash = hash("Name", profile.name);
    hash.put("Enabled", profile.enabled ? "True" : "False");
    hash.put("DefaultInboundAction", profile.blocks ? "NotConfigured" : "Allow");
    hash.put("AllowLocalFirewallRules", profile.merges ? "NotConfigured" : "False");
    return hash;
  }

  private List<Object> create(Arguments arguments) {
    arguments.only(
        "PolicyStore",
        "Name",
        "DisplayName",
        "Group",
        "Description",
        "Direction",
        "Action",
        "Profile",
        "Protocol",
        "LocalPort",
        "RemoteAddress",
        "LocalAddress",
        "InterfaceAlias",
        "Enabled");
    requirePersistent(arguments);
    String identity = arguments.text("Name");
    Entry entry = new Entry();
    entry.name = arguments.text("DisplayName");
    entry.group = arguments.text("Group");
    entry.inbound = arguments.text("Direction").equals("Inbound");
    entry.allow = arguments.text("Action").equals("Allow");
    entry.enabled = arguments.text("Enabled").equals("True");
    entry.profile = arguments.text("Profile");
    entry.protocol = arguments.text("Protocol");
    entry.port = String.join(",", texts(arguments, "LocalPort"));
    entry.remote = firewall.taken(texts(arguments, "RemoteAddress"));
    if (arguments.has("LocalAddress")) {
      entry.servers = firewall.taken(texts(arguments, "LocalAddress"));
    }
    if (arguments.has("InterfaceAlias")) {
      entry.interfaces = texts(arguments, "InterfaceAlias");
    }
    if (firewall.local.containsKey(identity)) {
      throw new ScriptFault("Cannot create a file when that file already exists.");
    }
    firewall.change(() -> firewall.local.put(identity, entry));
    return List.of(rule(new Stored(identity, entry)));
  }

  private static List<String> texts(Arguments arguments, String name) {
    List<String> texts = new ArrayList<>();
    Values.items(arguments.get(name)).forEach(value -> texts.add(Values.text(value)));
    return texts;
  }

  private List<Object> set(Arguments arguments) {
    arguments.only("PolicyStore", "Name", "RemoteAddress", "Enabled");
    requirePersistent(arguments);
    String identity = arguments.text("Name");
    Entry changed = firewall.identified(identity).copy();
    if (arguments.has("RemoteAddress")) {
      changed.remote = firewall.taken(texts(arguments, "RemoteAddress"));
    }
    if (arguments.has("Enabled")) {
      changed.enabled = arguments.text("Enabled").equals("True");
    }
    firewall.change(() -> firewall.local.put(identity, changed));
    return List.of();
  }

  private List<Object> remove(Arguments arguments) {
    arguments.only("PolicyStore", "Name");
    requirePersistent(arguments);
    String identity = arguments.text("Name");
    firewall.identified(identity);
    firewall.change(() -> firewall.local.remove(identity));
    return List.of();
  }
}
