package org.postern.target.windows;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.postern.address.Interval;
import org.postern.target.windows.FirewallModel.Entry;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/**
 * The COM objects HNetCfg.FwPolicy2 and HNetCfg.FWRule over the model. A property that cannot be
 * read is {@code $null} in PowerShell, while a method that fails raises an error.
 */
final class ComObjects {
  private ComObjects() {}

  static Object create(String name, FirewallModel firewall) {
    return switch (name) {
      case "HNetCfg.FwPolicy2" -> new Policy(firewall);
      case "HNetCfg.FWRule" -> new Rule(firewall, fresh(), false);
      default -> throw new IllegalStateException("no COM object " + name);
    };
  }

  /** A new rule says nothing of protocol and state. */
  private static Entry fresh() {
    Entry entry = new Entry();
    entry.protocol = "Any";
    entry.enabled = false;
    return entry;
  }

  private record Policy(FirewallModel firewall) implements Thing {
    @Override
    public Object get(String name) {
      if (firewall.stopped) {
        return Nothing.NULL;
      }
      return switch (name) {
        case "Rules" -> new Rules(firewall);
        case "LocalPolicyModifyState" ->
            firewall.profiles.stream().allMatch(profile -> profile.merges) ? 0 : 1;
        default -> throw new ScriptFault("no property " + name);
      };
    }

    @Override
    public Object call(String name, List<Object> arguments) {
      firewall.requireService();
      int bit = Values.number(arguments.getFirst());
      FirewallModel.Profile profile = firewall.profiles.get(Integer.numberOfTrailingZeros(bit));
      return switch (name) {
        case "FirewallEnabled" -> profile.enabled;
        case "DefaultInboundAction" -> profile.blocks ? 0 : 1;
        default -> throw new ScriptFault("no method " + name);
      };
    }
  }

  /** A collection that a loop goes through. */
  private static final class Rules extends java.util.AbstractList<Object> implements Thing {
    private final FirewallModel firewall;
    private final List<Entry> entries;

    Rules(FirewallModel firewall) {
      this.firewall = firewall;
      this.entries = firewall.active().toList();
    }

    @Override
    public Object get(int index) {
      return new Rule(firewall, entries.get(index), true);
    }

    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public Object call(String name, List<Object> arguments) {
      switch (name) {
        case "Add" -> {
          Entry entry = ((Rule) arguments.getFirst()).entry.copy();
          firewall.change(() -> firewall.add(entry));
        }
        case "Item" -> {
          return new Rule(firewall, firewall.named(Values.text(arguments.getFirst())), true);
        }
        case "Remove" -> {
          Entry entry = firewall.named(Values.text(arguments.getFirst()));
          firewall.change(() -> firewall.local.values().remove(entry));
        }
        default -> throw new ScriptFault("no method " + name);
      }
      return Nothing.VOID;
    }
  }

  private static final class Rule implements Thing {
    private final FirewallModel firewall;
    private final Entry entry;
    private final boolean stored;

    Rule(FirewallModel firewall, Entry entry, boolean stored) {
      this.firewall = firewall;
      this.entry = entry;
      this.stored = stored;
    }

    @Override
    public Object get(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "name" -> entry.name;
        case "enabled" -> entry.enabled;
        case "direction" -> entry.inbound ? 1 : 2;
        case "action" -> entry.allow ? 1 : 0;
        case "profiles" -> entry.profile.equals("Any") ? Integer.MAX_VALUE : 1;
        case "protocol" ->
            switch (entry.protocol) {
              case "TCP" -> 6;
              case "UDP" -> 17;
              case "Any" -> 256;
              default -> Integer.parseInt(entry.protocol);
            };
        case "localports" -> entry.port.equals("Any") ? "*" : entry.port;
        case "remoteports" -> "*";
        case "applicationname" -> entry.program.equals("Any") ? Nothing.NULL : entry.program;
        case "servicename" -> entry.service.equals("Any") ? Nothing.NULL : entry.service;
        case "grouping" -> entry.group;
        case "localapppackageid" -> modern(entry.packaged);
        case "localuserowner" -> modern(entry.owner);
        case "secureflags" -> entry.authentication.equals("Required") ? 1 : 0;
        case "interfacetypes" -> "All";
        case "interfaces" -> entry.interfaces.isEmpty() ? Nothing.NULL : entry.interfaces.toArray();
        case "remoteaddresses" ->
            entry.words.isEmpty() ? texts(entry.remote) : String.join(",", entry.words);
        case "localaddresses" -> texts(entry.servers);
        default -> throw new ScriptFault("no property " + name);
      };
    }

    private static String texts(List<Interval> intervals) {
      return intervals.isEmpty()
          ? "*"
          : intervals.stream().map(AddressTexts::text).collect(Collectors.joining(","));
    }

    /** What the objects of Server 2008 do not have. */
    private Object modern(String value) {
      if (firewall.old) {
        throw new ScriptFault("the property cannot be found");
      }
      return value.isEmpty() ? Nothing.NULL : value;
    }

    @Override
    public void set(String name, Object value) {
      Entry changed = entry.copy();
      String text = value instanceof Object[] ? "" : Values.text(value);
      switch (name) {
        case "Name" -> changed.name = text;
        case "Description" -> {}
        case "Grouping" -> changed.group = text;
        case "Protocol" -> changed.protocol = text.equals("6") ? "TCP" : text;
        case "LocalPorts" -> {
          if (!changed.protocol.equals("TCP")) {
            throw new ScriptFault("A protocol comes before ports.");
          }
          changed.port = text;
        }
        case "Direction" -> changed.inbound = text.equals("1");
        case "Action" -> changed.allow = text.equals("1");
        case "Profiles" -> changed.profile = text.equals("2147483647") ? "Any" : text;
        case "RemoteAddresses" ->
            changed.remote = firewall.taken(Arrays.asList(text.split(",", -1)));
        case "LocalAddresses" ->
            changed.servers = firewall.taken(Arrays.asList(text.split(",", -1)));
        case "Interfaces" ->
            changed.interfaces = Values.items(value).stream().map(Values::text).toList();
        case "Enabled" -> changed.enabled = Values.isTrue(value);
        default -> throw new ScriptFault("no property " + name);
      }
      if (stored) {
        firewall.change(() -> entry.take(changed));
      } else {
        entry.take(changed);
      }
    }
  }
}
