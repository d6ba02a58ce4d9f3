package org.postern.target.windows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.ScriptFault;

/** A Windows host as far as the scripts see it. */
final class WindowsHost {
  final FirewallModel firewall = new FirewallModel();

  /** What is on its disk, by path. */
  final Map<String, String> files = new HashMap<>();

  final List<String> output = new ArrayList<>();
  final List<String> errors = new ArrayList<>();
  final List<String> events = new ArrayList<>();

  /** Scheduled tasks by name. */
  final Map<String, String> tasks = new HashMap<>();

  Instant now = Instant.parse("2026-07-01T12:00:00Z");
  boolean administrator = true;
  boolean eventLogWorks = true;

  /** How it asks for names. */
  Names names =
      (name, family) -> {
        throw new ScriptFault(name + " : DNS server failure");
      };

  private boolean eventSource;
  private final Statics statics = new Statics(this);
  private final NetSecurity netSecurity = new NetSecurity(firewall);

  /** Answers for names. */
  interface Names {
    /** The addresses of a name; a fault when there is no answer. */
    List<String> ask(String name, String family);
  }

  Statics statics() {
    return statics;
  }

  Hash invocation() {
    Hash command = new Hash();
    command.put("Path", "C:\\Postern\\postern-apply.ps1");
    Hash invocation = new Hash();
    invocation.put("MyCommand", command);
    return invocation;
  }

  boolean hasEventSource() {
    return eventSource;
  }

  /** Runs a script; what all scripts share is parsed once. */
  int run(String script, String... switches) {
    int shared = script.indexOf("\r\n# Addresses.");
    return new Interpreter(this)
        .run(
            List.of(
                PowerShellGrammar.parse(script.substring(0, shared)),
                PowerShellGrammar.parse(script.substring(shared))),
            switches);
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

  /** A command that is none of the script's functions. */
  List<Object> command(String name, Arguments arguments, Interpreter.Scope scope) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "set-strictmode" -> {
        arguments.only("Version");
        yield List.of();
      }
      case "new-object" -> List.of(object(arguments));
      case "new-eventlog" -> {
        arguments.only("LogName", "Source");
        requireEventLog();
        eventSource = true;
        yield List.of();
      }
      case "write-eventlog" -> {
        arguments.only("LogName", "Source", "EventId", "EntryType", "Message");
        requireEventLog();
        events.add(arguments.text("EntryType") + ": " + arguments.text("Message"));
        yield List.of();
      }
      case "resolve-dnsname" -> {
        arguments.only("Name", "Type", "DnsOnly");
        yield resolve(arguments.text("Name"), arguments.text("Type"));
      }
      case "schtasks.exe" -> tasks(arguments, scope);
      default -> netSecurity.command(name, arguments);
    };
  }

  private void requireEventLog() {
    if (!eventLogWorks) {
      throw new ScriptFault("The event log is full.");
    }
  }

  private Object object(Arguments arguments) {
    if (arguments.has("ComObject")) {
      return ComObjects.create(arguments.text("ComObject"), firewall);
    }
    return switch (Values.text(arguments.positional().getFirst())) {
      case "System.Collections.ArrayList" -> new ArrayList<>();
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

  private List<Object> resolve(String name, String type) {
    List<Object> records = new ArrayList<>();
    records.add(record("CNAME", "Answer", ""));
    for (String address : names.ask(name, type.equals("A") ? "v4" : "v6")) {
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

  private List<Object> tasks(Arguments arguments, Interpreter.Scope scope) {
    List<String> words = arguments.positional().stream().map(Values::text).toList();
    String name = words.get(words.indexOf("/tn") + 1);
    boolean known = tasks.containsKey(name);
    switch (words.getFirst()) {
      case "/query" -> {}
      case "/delete" -> tasks.remove(name);
      case "/create" -> tasks.put(name, words.get(words.indexOf("/tr") + 1));
      default -> throw new IllegalStateException("schtasks.exe " + words);
    }
    boolean done = known || words.getFirst().equals("/create");
    scope.setGlobal("LASTEXITCODE", done ? 0 : 1);
    return List.of("SUCCESS: " + done);
  }
}
