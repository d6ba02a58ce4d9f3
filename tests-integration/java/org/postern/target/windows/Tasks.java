package org.postern.target.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/** Scheduled tasks: the cmdlets, schtasks.exe and the objects of the service. */
final class Tasks {
  /** What each task runs, by name. */
  final Map<String, String> tasks = new HashMap<>();

  /** As whom each task runs that schtasks.exe made. */
  final Map<String, String> users = new HashMap<>();

  /** Whether the service does not run. */
  boolean stopped;

  /** Whether tasks are refused. */
  boolean refuses;

  /** Whether it is one of the cmdlets. */
  static boolean has(String name) {
    return name.toLowerCase(Locale.ROOT).contains("-scheduledtask")
        || name.equalsIgnoreCase("new-timespan");
  }

  List<Object> command(String name, Arguments arguments) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "new-timespan" -> {
        arguments.only("Hours", "Days");
        yield List.of(new Hash());
      }
      case "new-scheduledtaskaction" -> {
        arguments.only("Execute", "Argument");
        Hash action = new Hash();
        action.put("Run", arguments.text("Execute") + " " + arguments.text("Argument"));
        yield List.of(action);
      }
      case "new-scheduledtasktrigger" -> {
        arguments.only("Once", "At", "RepetitionInterval", "RepetitionDuration");
        yield List.of(new Hash());
      }
      case "new-scheduledtaskprincipal" -> {
        arguments.only("UserId", "LogonType", "RunLevel");
        yield List.of(new Hash());
      }
      case "new-scheduledtasksettingsset" -> {
        arguments.only("StartWhenAvailable", "MultipleInstances");
        yield List.of(new Hash());
      }
      case "register-scheduledtask" -> {
        arguments.only("TaskName", "Action", "Trigger", "Principal", "Settings", "Force");
        requireService();
        Hash action = (Hash) arguments.get("Action");
        tasks.put(arguments.text("TaskName"), Values.text(action.get("Run")));
        yield List.of(task(arguments.text("TaskName")));
      }
      case "get-scheduledtask" -> {
        arguments.only("TaskName", "TaskPath");
        requireService();
        yield List.of(task(arguments.text("TaskName")));
      }
      default -> throw new IllegalStateException("the model has no command " + name);
    };
  }

  private Hash task(String name) {
    if (!tasks.containsKey(name)) {
      throw new ScriptFault("No MSFT_ScheduledTask objects found: " + name);
    }
    Hash task = new Hash();
    task.put("TaskName", name);
    task.put("State", "Ready");
    return task;
  }

  private void requireService() {
    if (stopped || refuses) {
      throw new ScriptFault(stopped ? "The service is not running." : "Access is denied.");
    }
  }

  /** The program, without what it prints: its code. */
  int schtasks(List<String> words) {
    String name = words.get(words.indexOf("/tn") + 1);
    if (stopped) {
      return 1;
    }
    return switch (words.getFirst()) {
      case "/query" -> tasks.containsKey(name) ? 0 : 1;
      case "/create" -> {
        if (!refuses) {
          tasks.put(name, words.get(words.indexOf("/tr") + 1));
          users.put(name, words.get(words.indexOf("/ru") + 1));
        }
        yield refuses ? 1 : 0;
      }
      default -> throw new IllegalStateException("schtasks.exe " + words);
    };
  }

  /** The object Schedule.Service. */
  Thing service() {
    return new Thing() {
      @Override
      public Object call(String name, List<Object> arguments) {
        return switch (name) {
          case "Connect" -> {
            requireService();
            yield Nothing.VOID;
          }
          case "GetFolder" -> this;
          case "GetTasks" -> {
            List<Object> all = new ArrayList<>();
            tasks.keySet().forEach(task -> all.add(named(task)));
            yield all.toArray();
          }
          case "DeleteTask" -> {
            tasks.remove(Values.text(arguments.getFirst()));
            yield Nothing.VOID;
          }
          default -> throw new ScriptFault("no method " + name);
        };
      }
    };
  }

  private static Hash named(String name) {
    Hash task = new Hash();
    task.put("Name", name);
    return task;
  }
}
