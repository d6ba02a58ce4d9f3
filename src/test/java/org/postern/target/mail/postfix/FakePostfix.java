package org.postern.target.mail.postfix;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.host.CommandRunner;

/** The answers of postconf(1) for a main.cf and a master.cf that a test gives. */
final class FakePostfix implements CommandRunner {
  private final Map<String, String> main = new TreeMap<>();
  private final List<String> services = new ArrayList<>();
  private final Map<String, String> overrides = new TreeMap<>();

  FakePostfix() {
    services.add("smtp       inet  n       -       y       -       -       smtpd");
  }

  FakePostfix with(String parameter, String value) {
    main.put(parameter, value);
    return this;
  }

  /** A service with parameters of its own, each {@code NAME=VALUE}. */
  FakePostfix service(String line, String... own) {
    services.add(line);
    String[] fields = line.split("\\s+", 3);
    for (String one : own) {
      overrides.put(fields[0] + "/" + fields[1] + "/" + one.split("=", 2)[0], one.split("=", 2)[1]);
    }
    return this;
  }

  FakePostfix withoutServices() {
    services.clear();
    return this;
  }

  /** Options of a target whose files lie in that folder. */
  static PostfixOptions options(Path folder) {
    return new PostfixOptions(
        "postfix",
        Path.of("/etc/postfix"),
        folder,
        Path.of("/usr/sbin"),
        Optional.empty(),
        folder,
        "docker",
        Optional.empty());
  }

  @Override
  public Result run(List<String> command, String input, Duration deadline) {
    List<String> arguments = command.subList(3, command.size());
    List<String> lines = new ArrayList<>();
    if (arguments.equals(List.of("-M"))) {
      lines.addAll(services);
    } else if (arguments.equals(List.of("-P"))) {
      overrides.forEach((name, value) -> lines.add(name + " = " + value));
    } else if (arguments.equals(List.of("-n"))) {
      main.forEach((name, value) -> lines.add(name + " = " + value));
    } else {
      for (String name : new TreeSet<>(arguments)) {
        if (main.containsKey(name)) {
          lines.add(name + " = " + main.get(name));
        }
      }
    }
    return new Result(0, String.join("\n", lines) + "\n", "");
  }
}
