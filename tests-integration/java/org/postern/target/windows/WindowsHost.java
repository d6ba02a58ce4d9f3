package org.postern.target.windows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.ScriptFault;

/** A Windows host as far as the scripts see it. */
final class WindowsHost {
  final FirewallModel firewall = new FirewallModel();

  final Disk disk = new Disk();
  final Tasks tasks = new Tasks();
  final Listeners listeners = new Listeners();
  final ExchangeModel exchange = new ExchangeModel();
  final OnlineModel online = new OnlineModel();
  final Accounts accounts = new Accounts();

  final List<String> output = new ArrayList<>();
  final List<String> errors = new ArrayList<>();
  final List<String> events = new ArrayList<>();

  /** Where the script lies that runs. */
  String script = "C:\\Postern\\postern-apply.ps1";

  Instant now = Instant.parse("2026-07-01T12:00:00Z");
  boolean administrator = true;

  /** What the computer is called. */
  String machine = "MBX1";

  boolean eventLogWorks = true;

  /** How it asks for names. */
  Names names =
      (name, family) -> {
        throw new ScriptFault(name + " : DNS server failure");
      };

  /** Where what is printed goes, and what is said of errors. */
  Writer out = new Writer(output);

  Writer error = new Writer(errors);

  private boolean eventSource;
  private final Statics statics = new Statics(this);
  private final NetSecurity netSecurity = new NetSecurity(firewall);

  /** Answers for names. */
  interface Names {
    /** The addresses of a name; a fault when there is no answer. */
    List<String> ask(String name, String family);
  }

  /** Takes what is printed, line by line. */
  record Writer(List<String> lines) implements Values.Thing {
    @Override
    public Object call(String name, List<Object> arguments) {
      return switch (name) {
        case "WriteLine" -> {
          lines.add(Values.text(arguments.getFirst()));
          yield Values.Nothing.VOID;
        }
        case "ToString" -> String.join("\r\n", lines);
        default -> throw new ScriptFault("no method " + name);
      };
    }
  }

  Statics statics() {
    return statics;
  }

  static Hash invocation(String path) {
    Hash command = new Hash();
    command.put("Path", path);
    Hash invocation = new Hash();
    invocation.put("MyCommand", command);
    return invocation;
  }

  boolean hasEventSource() {
    return eventSource;
  }

  void createEventSource() {
    requireEventLog();
    eventSource = true;
  }

  void writeEvent(String text, String type) {
    requireEventLog();
    events.add(type + ": " + text);
  }

  private void requireEventLog() {
    if (!eventLogWorks) {
      throw new ScriptFault("The event log is full.");
    }
  }

  /** Runs a script. */
  int run(String text, String... switches) {
    return new Interpreter(this).run(parsed(text), switches);
  }

  /** A script; what all of them share is parsed once. */
  static List<SyntaxNode> parsed(String text) {
    int shared = text.indexOf("\r\n# Addresses.");
    return shared < 0
        ? List.of(PowerShellGrammar.parse(text))
        : List.of(
            PowerShellGrammar.parse(text.substring(0, shared)),
            PowerShellGrammar.parse(text.substring(shared)));
  }

  /** What it prints with {@code -ReadBack}. */
  ReadBack readBack(String script) throws java.io.IOException {
    output.clear();
    int exit = run(script, "-ReadBack");
    if (exit != 0) {
      throw new IllegalStateException("reading back ends with " + exit + ": " + errors);
    }
    return ReadBackParser.parse(String.join("\r\n", output));
  }

  /**
   * A command that is none of the script's functions. Functions of modules do not see what a script
   * prefers that is called from a prompt: unless the call says otherwise, an error of theirs is
   * printed and the script goes on.
   */
  List<Object> command(String name, Arguments arguments, Interpreter.Scope scope) {
    boolean ofExchange = ExchangeModel.has(name) || OnlineModel.has(name);
    if (!NetSecurity.has(name) && !Tasks.has(name) && !ofExchange) {
      return cmdlet(name, arguments, scope);
    }
    try {
      if (OnlineModel.has(name)) {
        return online.command(name, arguments);
      }
      if (ofExchange) {
        boolean ofSession = arguments.has("Name") && online.knows(arguments.text("Name"));
        return ofSession ? List.of(name) : exchange.command(name, arguments);
      }
      return NetSecurity.has(name)
          ? netSecurity.command(name, arguments)
          : tasks.command(name, arguments);
    } catch (ScriptFault fault) {
      if (arguments.stops()) {
        throw fault;
      }
      errors.add(name + " : " + fault.getMessage());
      return List.of();
    }
  }

  private List<Object> cmdlet(String name, Arguments arguments, Interpreter.Scope scope) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "set-strictmode" -> {
        arguments.only("Version");
        yield List.of();
      }
      case "new-object" -> List.of(object(arguments));
      case "resolve-dnsname" -> {
        arguments.only("Name", "Type", "DnsOnly");
        yield resolve(arguments.text("Name"), arguments.text("Type"));
      }
      case "get-acl" -> {
        arguments.only("Path");
        yield List.of(disk.acl(arguments.text("Path")));
      }
      case "get-process" -> {
        arguments.only("Id");
        yield List.of(listeners.process(Values.number(arguments.get("Id"))));
      }
      case "read-host" -> {
        arguments.only("Prompt");
        yield List.of(accounts.typed);
      }
      case "secedit.exe" -> {
        List<String> given = words(arguments);
        disk.files.put(given.get(given.indexOf("/cfg") + 1), accounts.rights());
        scope.setGlobal("LASTEXITCODE", 0);
        yield List.of();
      }
      case "netstat.exe" -> programs(listeners.netstat(), scope);
      case "tasklist.exe" -> programs(listeners.tasklist(words(arguments)), scope);
      case "schtasks.exe" -> {
        scope.setGlobal("LASTEXITCODE", tasks.schtasks(words(arguments)));
        yield List.of();
      }
      default -> throw new IllegalStateException("the model has no command " + name);
    };
  }

  private static List<Object> programs(List<String> printed, Interpreter.Scope scope) {
    scope.setGlobal("LASTEXITCODE", printed.isEmpty() ? 1 : 0);
    return new ArrayList<>(printed);
  }

  /** What a program is given: an array is as many words as it has values. */
  private static List<String> words(Arguments arguments) {
    return arguments.positional().stream()
        .flatMap(value -> Values.items(value).stream())
        .map(Values::text)
        .toList();
  }

  private Object object(Arguments arguments) {
    if (arguments.has("ComObject")) {
      String name = arguments.text("ComObject");
      return name.equals("Schedule.Service") ? tasks.service() : ComObjects.create(name, firewall);
    }
    List<Object> given = arguments.positional();
    return switch (Values.text(given.getFirst())) {
      case "System.Collections.ArrayList" -> new ArrayList<>();
      case "System.IO.StringWriter" -> new Writer(new ArrayList<>());
      case "System.IO.FileStream" -> disk.stream(Values.text(given.get(1)));
      case "System.IO.DriveInfo" -> disk.drive(Values.text(given.get(1)));
      case "System.Security.Principal.WindowsIdentity" ->
          accounts.identity(Values.text(given.get(1)));
      case "System.Security.Principal.NTAccount" -> accounts.group(Values.text(given.get(1)));
      case "System.Security.Principal.SecurityIdentifier" ->
          new Disk.Account(Values.text(given.get(1)));
      case "System.Security.Principal.WindowsPrincipal" ->
          new Values.Thing() {
            @Override
            public Object call(String name, List<Object> given) {
              return name.equals("IsInRole") && administrator;
            }
          };
      default -> throw new IllegalStateException("an object: " + arguments);
    };
  }

  /** A name without a final dot may be answered by one behind it that the host adds. */
  private List<String> ask(String name, String family) {
    if (!name.endsWith(".")) {
      return List.of(family.equals("v4") ? "192.88.99.7" : "2002:c058:6307::7");
    }
    return names.ask(name.substring(0, name.length() - 1), family);
  }

  /** The addresses of a name of both families; what one of them does not answer is not told. */
  List<String> addresses(String name) {
    List<String> all = new ArrayList<>();
    ScriptFault last = new ScriptFault("No such host is known");
    for (String family : List.of("v4", "v6")) {
      try {
        all.addAll(ask(name, family));
      } catch (ScriptFault fault) {
        last = fault;
      }
    }
    if (all.isEmpty()) {
      throw last;
    }
    return all;
  }

  private List<Object> resolve(String name, String type) {
    List<Object> records = new ArrayList<>();
    records.add(record("CNAME", "Answer", ""));
    for (String address : ask(name, type.equals("A") ? "v4" : "v6")) {
      records.add(record(type, "Answer", address));
    }
    records.add(record(type, "Additional", "192.88.99.1"));
    records.add(record("SOA", "Authority", ""));
    return records;
  }

  private static Hash record(String type, String section, String address) {
    Hash record = new Hash();
    record.put("Type", type);
    record.put("Section", section);
    if (!address.isEmpty()) {
      record.put("IPAddress", address);
    }
    return record;
  }
}
