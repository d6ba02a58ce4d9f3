package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  List<Object> command(String name, Arguments arguments) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "get-netfirewallrule" -> {
        arguments.only("PolicyStore");
        yield store(arguments).map(this::rule).toList();
      }
      case "get-netfirewallprofile" -> {
        arguments.only("PolicyStore");
        yield firewall.profiles.stream().<Object>map(NetSecurity::profile).toList();
      }
      case "get-netfirewallportfilter" ->
          arguments.has("PolicyStore")
              ? store(arguments).map(NetSecurity::ports).toList()
              : List.of(ports(associated(arguments)));
      case "get-netfirewalladdressfilter" -> List.of(addresses(associated(arguments)));
      case "get-netfirewallinterfacefilter" -> List.of(interfaces(associated(arguments)));
      case "get-netfirewallapplicationfilter" ->
          List.of(hash("Program", associated(arguments).program));
      case "get-netfirewallservicefilter" -> List.of(hash("Service", "Any"));
      case "get-netfirewallinterfacetypefilter" -> List.of(hash("InterfaceType", "Any"));
      case "get-netfirewallsecurityfilter" -> List.of(hash("Authentication", "NotRequired"));
      case "new-netfirewallrule" -> create(arguments);
      case "set-netfirewallrule" -> set(arguments);
      case "remove-netfirewallrule" -> remove(arguments);
      default -> throw new IllegalStateException("the model has no command " + name);
    };
  }

  private Stream<Entry> store(Arguments arguments) {
    return switch (arguments.text("PolicyStore")) {
      case "PersistentStore" -> List.copyOf(firewall.local.values()).stream();
      case "ActiveStore" -> firewall.active();
      default -> throw new IllegalStateException("no such store");
    };
  }

  private static void requirePersistent(Arguments arguments) {
    if (!arguments.text("PolicyStore").equals("PersistentStore")) {
      throw new ScriptFault("The active store cannot be written.");
    }
  }

  private record RuleObject(Entry entry, Hash properties) {}

  private Object rule(Entry entry) {
    Hash hash = new Hash();
    hash.put("Name", entry.name);
    hash.put("DisplayName", entry.name);
    hash.put("InstanceID", entry.name);
    hash.put("Enabled", entry.enabled ? "True" : "False");
    hash.put("Direction", entry.inbound ? "Inbound" : "Outbound");
    hash.put("Action", entry.allow ? "Allow" : "Block");
    hash.put("Profile", entry.profile);
    hash.put("entry of the model", new RuleObject(entry.copy(), hash));
    return hash;
  }

  private static Entry associated(Arguments arguments) {
    arguments.only("AssociatedNetFirewallRule");
    Hash rule = (Hash) arguments.get("AssociatedNetFirewallRule");
    return ((RuleObject) rule.get("entry of the model")).entry();
  }

  private static Hash hash(String name, Object value) {
    Hash hash = new Hash();
    hash.put(name, value);
    return hash;
  }

  private static Object ports(Entry entry) {
    Hash hash = hash("Protocol", entry.protocol);
    hash.put("InstanceID", entry.name);
    hash.put("LocalPort", entry.port.contains(",") ? entry.port.split(",") : entry.port);
    hash.put("RemotePort", "Any");
    return hash;
  }

  private static Object addresses(Entry entry) {
    Hash hash = hash("RemoteAddress", texts(entry.remote));
    hash.put("LocalAddress", texts(entry.servers));
    return hash;
  }

  /** One value is no array. */
  private static Object texts(List<Interval> intervals) {
    Object[] all = intervals.stream().map(interval -> AddressTexts.text(interval, false)).toArray();
    return switch (all.length) {
      case 0 -> "Any";
      case 1 -> all[0];
      default -> all;
    };
  }

  private static Object interfaces(Entry entry) {
    return hash("InterfaceAlias", entry.interfaces.isEmpty() ? "Any" : entry.interfaces.toArray());
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
    Entry entry = new Entry();
    entry.name = arguments.text("Name");
    entry.inbound = arguments.text("Direction").equals("Inbound");
    entry.allow = arguments.text("Action").equals("Allow");
    entry.enabled = arguments.text("Enabled").equals("True");
    entry.profile = arguments.text("Profile");
    entry.protocol = arguments.text("Protocol");
    entry.port = arguments.text("LocalPort");
    entry.setRemote(texts(arguments, "RemoteAddress"));
    if (arguments.has("LocalAddress")) {
      entry.servers =
          texts(arguments, "LocalAddress").stream().map(AddressTexts::interval).toList();
    }
    if (arguments.has("InterfaceAlias")) {
      entry.interfaces = texts(arguments, "InterfaceAlias");
    }
    if (firewall.local.containsKey(entry.name)) {
      throw new ScriptFault("Cannot create a file when that file already exists.");
    }
    firewall.change(() -> firewall.local.put(entry.name, entry));
    return List.of(rule(entry));
  }

  private static List<String> texts(Arguments arguments, String name) {
    List<String> texts = new ArrayList<>();
    Values.items(arguments.get(name)).forEach(value -> texts.add(Values.text(value)));
    return texts;
  }

  private List<Object> set(Arguments arguments) {
    arguments.only("PolicyStore", "Name", "RemoteAddress", "Enabled");
    requirePersistent(arguments);
    Entry entry = firewall.named(arguments.text("Name"));
    Entry changed = entry.copy();
    if (arguments.has("RemoteAddress")) {
      changed.setRemote(texts(arguments, "RemoteAddress"));
    }
    if (arguments.has("Enabled")) {
      changed.enabled = arguments.text("Enabled").equals("True");
    }
    firewall.change(() -> firewall.local.put(entry.name, changed));
    return List.of();
  }

  private List<Object> remove(Arguments arguments) {
    arguments.only("PolicyStore", "Name");
    requirePersistent(arguments);
    Entry entry = firewall.named(arguments.text("Name"));
    firewall.change(() -> firewall.local.remove(entry.name));
    return List.of();
  }
}
