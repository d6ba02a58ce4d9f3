package org.postern.target.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.target.windows.Values.Hash;

/** The arguments of a command. */
record Arguments(List<Object> positional, Map<String, Object> named) {
  static Arguments none() {
    return new Arguments(List.of(), Map.of());
  }

  static Arguments of(SyntaxNode elements, Expressions expressions, Interpreter.Scope scope) {
    List<Object> positional = new ArrayList<>();
    Map<String, Object> named = new HashMap<>();
    String waiting = "";
    for (SyntaxNode element : elements.children()) {
      switch (element.type()) {
        case "command_argument_sep" -> {}
        case "command_parameter" -> {
          flag(waiting, named);
          waiting = element.text().substring(1).toLowerCase(Locale.ROOT);
        }
        case "generic_token" -> {
          if (waiting.isEmpty()) {
            positional.add(element.text());
          } else {
            named.put(waiting, element.text());
            waiting = "";
          }
        }
        case "argument_list" -> positional.addAll(expressions.arguments(element, scope));
        default -> {
          if (element.source().startsWith("@") && isVariable(element)) {
            splat(scope.get(element.source().substring(1)), named);
          } else if (waiting.isEmpty()) {
            positional.add(expressions.value(element, scope));
          } else {
            named.put(waiting, expressions.value(element, scope));
            waiting = "";
          }
        }
      }
    }
    flag(waiting, named);
    return new Arguments(positional, named);
  }

  private static boolean isVariable(SyntaxNode element) {
    return element.children().size() == 1 && element.child(0).type().equals("variable");
  }

  private static void flag(String waiting, Map<String, Object> named) {
    if (!waiting.isEmpty()) {
      named.put(waiting, true);
    }
  }

  private static void splat(Object value, Map<String, Object> named) {
    named.putAll(((Hash) value).entries);
  }

  boolean has(String name) {
    return named.containsKey(name.toLowerCase(Locale.ROOT));
  }

  Object get(String name) {
    Object value = named.get(name.toLowerCase(Locale.ROOT));
    if (value == null) {
      throw new IllegalStateException("no argument -" + name);
    }
    return value;
  }

  String text(String name) {
    return Values.text(get(name));
  }

  /** Whether an error is to stop the script, as the call itself says. */
  boolean stops() {
    return has("ErrorAction") && text("ErrorAction").equals("Stop");
  }

  /** Only these are given, and what is done with errors. */
  void only(String... known) {
    List<String> names =
        Stream.concat(Stream.of(known), Stream.of("ErrorAction"))
            .map(one -> one.toLowerCase(Locale.ROOT))
            .toList();
    if (!names.containsAll(named.keySet()) || !positional.isEmpty()) {
      throw new IllegalStateException(
          "arguments " + named.keySet() + " of a command with " + names);
    }
  }
}
