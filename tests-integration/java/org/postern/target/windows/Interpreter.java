package org.postern.target.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;

/**
 * Runs exactly the part of PowerShell that our scripts use, in strict mode 2.0; anything else is an
 * {@link IllegalStateException}, which no script can catch. Values that a function prints without
 * meaning to are part of what it gives back, as in PowerShell.
 */
final class Interpreter {
  private static final Set<String> AUTOMATIC =
      Set.of(
          "home", "host", "input", "args", "error", "matches", "pid", "profile", "this", "true",
          "false", "null", "psitem", "foreach", "switch", "event", "sender", "pshome", "pwd");

  private final WindowsHost host;
  private final Map<String, SyntaxNode> functions = new HashMap<>();
  private final Expressions expressions = new Expressions(this);

  Interpreter(WindowsHost host) {
    this.host = host;
  }

  WindowsHost host() {
    return host;
  }

  /** Variables of a call; those of the callers are seen, and not changed. */
  static final class Scope {
    private final Map<String, Object> variables = new HashMap<>();
    private final Optional<Scope> caller;

    Scope(Optional<Scope> caller) {
      this.caller = caller;
    }

    Object get(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      for (Optional<Scope> at = Optional.of(this); at.isPresent(); at = at.get().caller) {
        Object value = at.get().variables.get(lower);
        if (value != null) {
          return value;
        }
      }
      throw new ScriptFault("the variable $" + name + " has not been set");
    }

    void set(String name, Object value) {
      if (AUTOMATIC.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalStateException("$" + name + " belongs to PowerShell");
      }
      variables.put(name.toLowerCase(Locale.ROOT), value);
    }

    void setGlobal(String name, Object value) {
      Scope scope = this;
      while (scope.caller.isPresent()) {
        scope = scope.caller.get();
      }
      scope.variables.put(name.toLowerCase(Locale.ROOT), value);
    }
  }

  /** The end of a function, a loop's round or the script. */
  private static final class Leave extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient String how;
    private final transient Object value;

    Leave(String how, Object value) {
      super(how, null, false, false);
      this.how = how;
      this.value = value;
    }
  }

  /**
   * Runs a script; its exit code.
   *
   * @param parts of the script, in order
   * @param given its arguments: switches, and names with a value behind them
   */
  int run(List<SyntaxNode> parts, String... given) {
    Scope scope = new Scope(Optional.empty());
    scope.variables.put("true", true);
    scope.variables.put("false", false);
    scope.variables.put("null", Nothing.NULL);
    Map<String, Object> named = new HashMap<>();
    for (int i = 0; i < given.length; i++) {
      boolean valued = i + 1 < given.length && !given[i + 1].startsWith("-");
      String name = given[i].substring(1).toLowerCase(Locale.ROOT);
      named.put(name, valued ? given[i + 1] : true);
      i += valued ? 1 : 0;
    }
    return run(parts, scope, named, host.script);
  }

  private int run(List<SyntaxNode> parts, Scope scope, Map<String, Object> named, String path) {
    scope.variables.put("myinvocation", WindowsHost.invocation(path));
    if (parts.getFirst().has("param_block")) {
      parameters(parts.getFirst().only("param_block").only("parameter_list"), scope, named);
    }
    List<Object> printed = new ArrayList<>();
    try {
      for (SyntaxNode part : parts) {
        statements(part.only("statement_list"), scope, printed);
      }
    } catch (Leave leave) {
      if (!leave.how.equals("exit")) {
        throw new IllegalStateException(leave.how + " outside of a function");
      }
      if (!printed.isEmpty()) {
        throw new IllegalStateException("printed without meaning to: " + printed);
      }
      return Values.number(leave.value);
    }
    throw new IllegalStateException("the script ends without a code");
  }

  private static void parameters(SyntaxNode list, Scope scope, Map<String, Object> named) {
    for (SyntaxNode parameter : list.children()) {
      if (parameter.named()) {
        String name = parameter.last().source().substring(1).toLowerCase(Locale.ROOT);
        boolean isText = parameter.source().contains("[string]");
        scope.variables.put(name, named.getOrDefault(name, isText ? "" : false));
      }
    }
  }

  /** Another script: run as one, or as if its text stood here. */
  private void script(SyntaxNode node, Scope scope) {
    SyntaxNode what = node.only("command_name_expr").child(0);
    String path =
        Values.text(
            what.type().equals("path_command_name")
                ? expressions.value(what.child(0), scope)
                : expressions.value(what, scope));
    List<SyntaxNode> parts = WindowsHost.parsed(host.disk.read(path));
    Map<String, Object> named =
        node.has("command_elements")
            ? Arguments.of(node.only("command_elements"), expressions, scope).named()
            : Map.of();
    if (node.only("command_invocation_operator").source().equals("&")) {
      scope.setGlobal("LASTEXITCODE", run(parts, new Scope(Optional.of(scope)), named, path));
      return;
    }
    List<Object> printed = new ArrayList<>();
    for (SyntaxNode part : parts) {
      statements(part.only("statement_list"), scope, printed);
    }
    if (!printed.isEmpty()) {
      throw new IllegalStateException("printed without meaning to: " + printed);
    }
  }

  void statements(SyntaxNode list, Scope scope, List<Object> printed) {
    for (SyntaxNode statement : list.children()) {
      if (statement.named()) {
        statement(statement, scope, printed);
      }
    }
  }

  private void statement(SyntaxNode node, Scope scope, List<Object> printed) {
    switch (node.type()) {
      case "pipeline" -> pipeline(node, scope, printed);
      case "if_statement" -> choose(node, scope, printed);
      case "foreach_statement" -> {
        String variable = node.only("variable").source().substring(1);
        Object all = value(node.only("pipeline"), scope);
        if (all == Nothing.NULL) {
          throw new IllegalStateException("a loop through nothing, line " + node.line());
        }
        for (Object item : Values.items(all)) {
          scope.set(variable, item);
          round(node.only("statement_block"), scope, printed);
        }
      }
      case "for_statement" -> {
        pipeline(node.only("for_initializer").child(0), scope, new ArrayList<>());
        while (isTrue(node.only("for_condition").child(0), scope)) {
          round(node.only("statement_block"), scope, printed);
          pipeline(node.only("for_iterator").child(0), scope, new ArrayList<>());
        }
      }
      case "while_statement" -> {
        while (isTrue(node.only("while_condition").child(0), scope)) {
          round(node.only("statement_block"), scope, printed);
        }
      }
      case "try_statement" -> attempt(node, scope, printed);
      case "function_statement" ->
          functions.put(node.only("function_name").text().toLowerCase(Locale.ROOT), node);
      case "flow_control_statement" -> leave(node, scope, printed);
      case "empty_statement" -> {}
      default -> throw unknown(node);
    }
  }

  static IllegalStateException unknown(SyntaxNode node) {
    return new IllegalStateException(
        "line %d: the interpreter knows no %s: %s"
            .formatted(node.line(), node.type(), node.source()));
  }

  private void round(SyntaxNode block, Scope scope, List<Object> printed) {
    try {
      block(block, scope, printed);
    } catch (Leave leave) {
      if (!leave.how.equals("continue")) {
        throw leave;
      }
    }
  }

  private void block(SyntaxNode block, Scope scope, List<Object> printed) {
    if (block.has("statement_list")) {
      statements(block.only("statement_list"), scope, printed);
    }
  }

  private void choose(SyntaxNode node, Scope scope, List<Object> printed) {
    if (isTrue(node.only("pipeline"), scope)) {
      block(node.only("statement_block"), scope, printed);
      return;
    }
    if (node.has("elseif_clauses")) {
      for (SyntaxNode clause : node.only("elseif_clauses").children()) {
        if (isTrue(clause.only("pipeline"), scope)) {
          block(clause.only("statement_block"), scope, printed);
          return;
        }
      }
    }
    if (node.has("else_clause")) {
      block(node.only("else_clause").only("statement_block"), scope, printed);
    }
  }

  private void attempt(SyntaxNode node, Scope scope, List<Object> printed) {
    try {
      caught(node, scope, printed);
    } finally {
      if (node.has("finally_clause")) {
        block(node.only("finally_clause").only("statement_block"), scope, printed);
      }
    }
  }

  private void caught(SyntaxNode node, Scope scope, List<Object> printed) {
    try {
      block(node.only("statement_block"), scope, printed);
    } catch (ScriptFault fault) {
      if (!node.has("catch_clauses")) {
        throw fault;
      }
      Values.Hash exception = new Values.Hash();
      exception.put("Message", String.valueOf(fault.getMessage()));
      Values.Hash error = new Values.Hash();
      error.put("Exception", exception);
      scope.variables.put("_", error);
      SyntaxNode clause = node.only("catch_clauses").only("catch_clause");
      block(clause.only("statement_block"), scope, printed);
    }
  }

  private void leave(SyntaxNode node, Scope scope, List<Object> printed) {
    String how = node.child(0).type();
    Object value = node.has("pipeline") ? value(node.only("pipeline"), scope) : Nothing.VOID;
    switch (how) {
      case "return" -> printed.addAll(Values.items(value));
      case "throw" -> throw new ScriptFault(Values.text(value));
      case "exit", "continue" -> {}
      default -> throw unknown(node);
    }
    throw new Leave(how, value);
  }

  private boolean isTrue(SyntaxNode pipeline, Scope scope) {
    return Values.isTrue(value(pipeline, scope));
  }

  /** A pipeline as a statement: what it gives is printed, an assignment gives nothing. */
  private void pipeline(SyntaxNode node, Scope scope, List<Object> printed) {
    SyntaxNode what = node.child(0);
    if (what.type().equals("assignment_expression")) {
      expressions.assign(what, scope);
    } else if (isCommand(what)) {
      printed.addAll(command(what.child(0), scope));
    } else {
      printed.addAll(Values.items(value(node, scope)));
    }
  }

  private static boolean isCommand(SyntaxNode chain) {
    return chain.children().size() == 1 && chain.child(0).type().equals("command");
  }

  /** A pipeline as a value. */
  Object value(SyntaxNode node, Scope scope) {
    SyntaxNode chain = node.type().equals("pipeline") ? node.child(0) : node;
    if (!chain.type().equals("pipeline_chain") || chain.children().size() != 1) {
      throw unknown(node);
    }
    return isCommand(chain)
        ? Values.collected(command(chain.child(0), scope))
        : expressions.value(chain.child(0), scope);
  }

  private List<Object> command(SyntaxNode node, Scope scope) {
    if (node.has("command_invocation_operator")) {
      script(node, scope);
      return List.of();
    }
    String name = node.only("command_name").text();
    Arguments arguments =
        node.has("command_elements")
            ? Arguments.of(node.only("command_elements"), expressions, scope)
            : Arguments.none();
    SyntaxNode function = functions.get(name.toLowerCase(Locale.ROOT));
    return function == null
        ? host.command(name, arguments, scope)
        : call(function, arguments, scope);
  }

  private List<Object> call(SyntaxNode function, Arguments arguments, Scope caller) {
    Scope scope = new Scope(Optional.of(caller));
    bind(function, arguments, scope);
    List<Object> printed = new ArrayList<>();
    if (function.has("script_block") && function.only("script_block").has("script_block_body")) {
      SyntaxNode body = function.only("script_block").only("script_block_body");
      try {
        statements(body.only("statement_list"), scope, printed);
      } catch (Leave leave) {
        if (!leave.how.equals("return")) {
          throw leave;
        }
      }
    }
    return printed;
  }

  /** What a function is given by name is optional, and by place it is not. */
  private static void bind(SyntaxNode function, Arguments arguments, Scope scope) {
    List<Object> given = new ArrayList<>(arguments.positional());
    Map<String, Object> named = new HashMap<>(arguments.named());
    if (function.has("function_parameter_declaration")) {
      SyntaxNode declared = function.only("function_parameter_declaration").only("parameter_list");
      for (SyntaxNode parameter : declared.children()) {
        if (parameter.named()) {
          String name = parameter.child(0).source().substring(1);
          Object value = named.remove(name.toLowerCase(Locale.ROOT));
          if (value == null && given.isEmpty() && arguments.named().isEmpty()) {
            throw new IllegalStateException(
                "an argument is missing of " + function.child(1).text());
          }
          Object next = given.isEmpty() || value != null ? Nothing.NULL : given.removeFirst();
          scope.variables.put(name.toLowerCase(Locale.ROOT), value == null ? next : value);
        }
      }
    }
    if (!given.isEmpty() || !named.isEmpty()) {
      throw new IllegalStateException("too many arguments of " + function.child(1).text());
    }
  }
}
