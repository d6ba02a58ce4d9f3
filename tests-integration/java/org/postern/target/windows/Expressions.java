package org.postern.target.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postern.target.windows.Interpreter.Scope;
import org.postern.target.windows.Values.Hash;
import org.postern.target.windows.Values.Nothing;
import org.postern.target.windows.Values.ScriptFault;
import org.postern.target.windows.Values.Thing;

/** Values of expressions. */
final class Expressions {
  private final Interpreter interpreter;

  Expressions(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  Object value(SyntaxNode node, Scope scope) {
    return switch (node.type()) {
      case "unary_expression", "argument_expression" -> value(node.child(0), scope);
      case "variable" -> scope.get(node.source().substring(1));
      case "type_literal" -> new Values.Type(node.source());
      case "string_literal" -> literal(node.child(0));
      case "integer_literal" -> Integer.parseInt(node.child(0).text());
      case "real_literal" -> Double.parseDouble(node.text());
      case "parenthesized_expression" -> interpreter.value(node.only("pipeline"), scope);
      case "array_expression" -> printed(node, scope).toArray();
      case "array_literal_expression" -> operands(node, scope).toArray();
      case "hash_literal_expression" -> hash(node, scope);
      case "expression_with_unary_operator" -> unary(node, scope);
      case "cast_expression" -> cast(node.only("type_literal").source(), value(node.last(), scope));
      case "member_access", "invocation_expression" -> member(node, scope);
      case "element_access" -> element(node, scope);
      case "logical_expression" -> logical(node, scope);
      case "comparison_expression",
          "additive_expression",
          "multiplicative_expression",
          "bitwise_expression" ->
          binary(node, scope);
      default -> throw Interpreter.unknown(node);
    };
  }

  private static String literal(SyntaxNode node) {
    if (!node.type().equals("verbatim_string_characters")) {
      throw Interpreter.unknown(node);
    }
    return node.text().substring(1, node.text().length() - 1).replace("''", "'");
  }

  private List<Object> printed(SyntaxNode node, Scope scope) {
    List<Object> printed = new ArrayList<>();
    if (node.has("statement_list")) {
      interpreter.statements(node.only("statement_list"), scope, printed);
    }
    return printed;
  }

  private List<Object> operands(SyntaxNode node, Scope scope) {
    List<Object> values = new ArrayList<>();
    for (SyntaxNode child : node.children()) {
      if (child.named()) {
        values.add(value(child, scope));
      }
    }
    return values;
  }

  List<Object> arguments(SyntaxNode list, Scope scope) {
    return list.has("argument_expression_list")
        ? operands(list.only("argument_expression_list"), scope)
        : List.of();
  }

  private Hash hash(SyntaxNode node, Scope scope) {
    Hash hash = new Hash();
    if (node.has("hash_literal_body")) {
      for (SyntaxNode entry : node.only("hash_literal_body").children()) {
        if (entry.named()) {
          hash.put(
              entry.only("key_expression").source(),
              interpreter.value(entry.only("pipeline"), scope));
        }
      }
    }
    return hash;
  }

  private Object unary(SyntaxNode node, Scope scope) {
    return switch (node.child(0).type()) {
      case "cast_expression" -> value(node.child(0), scope);
      case "," -> new Object[] {value(node.last(), scope)};
      case "-not" -> !Values.isTrue(value(node.last(), scope));
      default -> throw Interpreter.unknown(node);
    };
  }

  private static Object cast(String type, Object value) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "[void]" -> Nothing.VOID;
      case "[int]" -> Values.number(value);
      case "[string]" -> Values.text(value);
      case "[char]" -> value instanceof String one ? one.charAt(0) : (char) Values.number(value);
      default -> throw new IllegalStateException("cast to " + type);
    };
  }

  private Object logical(SyntaxNode node, Scope scope) {
    boolean left = Values.isTrue(value(node.child(0), scope));
    return switch (node.child(1).type()) {
      case "-and" -> left && Values.isTrue(value(node.child(2), scope));
      case "-or" -> left || Values.isTrue(value(node.child(2), scope));
      default -> throw Interpreter.unknown(node);
    };
  }

  private Object binary(SyntaxNode node, Scope scope) {
    if (node.children().size() != 3) {
      throw Interpreter.unknown(node);
    }
    Object left = value(node.child(0), scope);
    SyntaxNode operator = node.child(1);
    String name = operator.children().isEmpty() ? operator.type() : operator.child(0).type();
    return operate(name, left, value(node.child(2), scope));
  }

  private static Object operate(String operator, Object left, Object right) {
    return switch (operator) {
      case "+" -> plus(left, right);
      case "-" -> Values.number(left) - Values.number(right);
      case "*" -> Values.number(left) * Values.number(right);
      case "%" -> Values.number(left) % Values.number(right);
      case "/" -> divided(Values.number(left), Values.number(right));
      case "-band" -> Values.number(left) & Values.number(right);
      case "-bor" -> Values.number(left) | Values.number(right);
      case "-eq" -> Values.areEqual(left, right);
      case "-ne" -> !Values.areEqual(left, right);
      case "-lt" -> order(left, right) < 0;
      case "-le" -> order(left, right) <= 0;
      case "-gt" -> order(left, right) > 0;
      case "-ge" -> order(left, right) >= 0;
      case "-join" -> Values.join(Values.items(left), Values.text(right));
      case "-ceq" -> single(left).equals(Values.text(right));
      case "-contains" -> Values.items(left).stream().anyMatch(one -> Values.areEqual(one, right));
      case "-match" -> insensitive(right).matcher(single(left)).find();
      case "-notmatch" -> !insensitive(right).matcher(single(left)).find();
      case "-cmatch" -> Pattern.compile(Values.text(right)).matcher(single(left)).find();
      case "-cnotmatch" -> !Pattern.compile(Values.text(right)).matcher(single(left)).find();
      case "-replace", "-creplace" -> {
        Object[] both = (Object[]) right;
        Pattern pattern =
            operator.equals("-replace")
                ? insensitive(both[0])
                : Pattern.compile(Values.text(both[0]));
        yield pattern.matcher(single(left)).replaceAll(Values.text(both[1]));
      }
      default -> throw new IllegalStateException("operator " + operator);
    };
  }

  /** Operators on text work through collections item by item, which is never meant. */
  private static String single(Object value) {
    if (value instanceof Object[] || value instanceof List<?>) {
      throw new IllegalStateException("a collection is matched");
    }
    return Values.text(value);
  }

  private static Pattern insensitive(Object text) {
    return Pattern.compile(Values.text(text), Pattern.CASE_INSENSITIVE);
  }

  private static int order(Object left, Object right) {
    if (left instanceof Integer || left instanceof Double) {
      return Double.compare(Values.real(left), Values.real(right));
    }
    throw new IllegalStateException("order of " + left);
  }

  private static Object divided(int left, int right) {
    if (left % right == 0) {
      return left / right;
    }
    return (double) left / right;
  }

  private static Object plus(Object left, Object right) {
    return switch (left) {
      case String s -> s + Values.text(right);
      case Integer i -> i + Values.number(right);
      case Object[] a -> {
        List<Object> all = new ArrayList<>(List.of(a));
        all.addAll(Values.items(right));
        yield all.toArray();
      }
      default -> throw new IllegalStateException("sum of " + left);
    };
  }

  void assign(SyntaxNode node, Scope scope) {
    SyntaxNode chain = node.only("assignment_value").child(0);
    Object value = interpreter.value(chain, scope);
    SyntaxNode target = node.only("left_assignment_expression").child(0).child(0);
    String operator = node.only("assignment_operator").child(0).type();
    if (value == Nothing.VOID) {
      throw new IllegalStateException("nothing is assigned, line " + node.line());
    }
    Object result =
        switch (operator) {
          case "=" -> value;
          case "+=", "-=" -> operate(operator.substring(0, 1), value(target, scope), value);
          default -> throw Interpreter.unknown(node);
        };
    switch (target.type()) {
      case "variable" -> scope.set(target.source().substring(1), result);
      case "member_access" -> set(value(target.child(0), scope), target.last().source(), result);
      case "element_access" ->
          set(value(target.child(0), scope), Values.text(value(target.child(2), scope)), result);
      default -> throw Interpreter.unknown(target);
    }
  }

  private static void set(Object owner, String name, Object value) {
    switch (owner) {
      case Hash hash -> hash.put(name, value);
      case Thing thing -> thing.set(name, value);
      default -> throw new IllegalStateException("a member of " + owner);
    }
  }

  private Object element(SyntaxNode node, Scope scope) {
    Object owner = value(node.child(0), scope);
    Object key = value(node.child(2), scope);
    return switch (owner) {
      case Hash hash -> hash.get(Values.text(key));
      case Object[] array -> array[Values.number(key)];
      case List<?> list -> list.get(Values.number(key));
      default -> throw Interpreter.unknown(node);
    };
  }

  private Object member(SyntaxNode node, Scope scope) {
    SyntaxNode member = node.only("member_name");
    String name =
        member.source().startsWith("$")
            ? Values.text(scope.get(member.source().substring(1)))
            : member.source();
    boolean isStatic = node.child(1).type().equals("::");
    boolean isCall = node.type().equals("invocation_expression");
    List<Object> arguments = isCall ? arguments(node.only("argument_list"), scope) : List.of();
    if (isStatic) {
      String type = node.child(0).source();
      return interpreter.host().statics().member(type, name, arguments);
    }
    Object owner = value(node.child(0), scope);
    return isCall ? DotNet.call(owner, name, arguments) : property(owner, name);
  }

  private static Object property(Object owner, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return switch (owner) {
      case Hash hash when hash.has(name) -> hash.get(name);
      case Hash hash when lower.equals("keys") -> new ArrayList<>(hash.keys());
      case Values.Type type -> type.name();
      case Thing thing -> thing.get(name);
      case String text when lower.equals("length") -> text.length();
      case Object[] array when lower.equals("length") -> array.length;
      case List<?> list when lower.equals("count") -> list.size();
      default -> throw new ScriptFault("the property '%s' cannot be found".formatted(name));
    };
  }
}
