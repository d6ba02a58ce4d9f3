package org.postern.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.command.Command;
import org.postern.command.Invocation;
import org.postern.pipeline.check.Draft;

/** Has a command be about what is open, unless its line says what else it is about. */
final class Defaults {
  private static final String POLICY = "POLICY";
  private static final String POLICY_OPTION = "--policy";
  private static final String LOCK = "--lock";
  private static final String STATE = "--state";
  private static final String RUNNING = "--running";

  private final Command command;
  private final List<String> words;
  private final Map<String, List<String>> options;

  private Defaults(Command command, Invocation invocation) {
    this.command = command;
    this.words = new ArrayList<>(invocation.words());
    this.options = new LinkedHashMap<>(invocation.options());
  }

  static Invocation fill(Command command, Invocation invocation, Workspace about) {
    Defaults filled = new Defaults(command, invocation);
    filled.put(STATE, about.state().toString());
    if (!filled.namesPolicy() && !filled.options.containsKey(RUNNING)) {
      about.draft().ifPresentOrElse(one -> filled.policy(one, about), filled::running);
    }
    return new Invocation(filled.words, filled.options);
  }

  private boolean takes(String option) {
    return command.options().stream().anyMatch(one -> one.name().equals(option));
  }

  private void put(String option, String value) {
    if (takes(option)) {
      options.putIfAbsent(option, List.of(value));
    }
  }

  private Optional<Integer> place() {
    for (int i = 0; i < command.parameters().size(); i++) {
      if (command.parameters().get(i).name().equals(POLICY)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private boolean namesPolicy() {
    return options.containsKey(POLICY_OPTION)
        || place().filter(at -> at < words.size()).isPresent();
  }

  private void policy(Draft draft, Workspace about) {
    if (place().filter(at -> at == words.size()).isPresent()) {
      words.add(draft.path().toString());
    }
    put(POLICY_OPTION, draft.path().toString());
    about.lock().ifPresent(lock -> put(LOCK, lock.toString()));
  }

  private void running() {
    if (takes(RUNNING)) {
      options.put(RUNNING, List.of("true"));
    }
  }
}
