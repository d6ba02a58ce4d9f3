package org.postern.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.address.text.AddressText;
import org.postern.command.Invocation;
import org.postern.policy.Refusal;
import org.postern.policy.parse.edit.PolicyEdit;

/** The words of {@code set}, {@code rule} and {@code source} as edits of a policy. */
final class Verbs {
  static final String OF_SET = "add|drop|except|unexcept";
  static final String OF_RULE = "otherwise|accept|unaccept";
  static final String OF_SOURCE = "add|drop";
  static final String KINDS = "dns|file|set|net";

  /** The placeholder of the value that follows a word of {@link #OF_RULE}. */
  static final String VALUE = "VALUE";

  private static final String OTHERWISE = "otherwise";

  private Verbs() {}

  /** Returns the placeholder of a value, by the word before it. */
  static String valueOf(String verb) {
    return verb.equals(OTHERWISE) ? "VERDICT" : "SET";
  }

  /** The meaning of words. */
  sealed interface Meant {
    /** The words mean these edits, all or none. */
    record Edits(List<PolicyEdit> edits) implements Meant {
      public Edits {
        edits = List.copyOf(edits);
      }
    }

    /** The words mean nothing, for a reason. */
    record Nothing(String why) implements Meant {}
  }

  /** Reads {@code set SET add|drop|except|unexcept NET...}. */
  static Meant set(Invocation invocation, String label) {
    String set = invocation.words().getFirst();
    String verb = invocation.words().get(1);
    List<PolicyEdit> edits = new ArrayList<>();
    for (String net : invocation.words().subList(2, invocation.words().size())) {
      PolicyEdit.NewSource.Addresses addresses =
          new PolicyEdit.NewSource.Addresses(net, label, Optional.empty());
      switch (verb) {
        case "add" -> edits.add(new PolicyEdit.AddSource(set, addresses));
        case "drop" -> edits.add(new PolicyEdit.DropSource(Optional.of(set), net));
        case "except" -> edits.add(new PolicyEdit.AddNever(set, addresses));
        case "unexcept" -> edits.add(new PolicyEdit.DropNever(set, net));
        default -> {
          return unknown(verb, OF_SET);
        }
      }
    }
    return new Meant.Edits(edits);
  }

  /** Reads {@code rule RULE otherwise VERDICT} and {@code rule RULE accept|unaccept SET}. */
  static Meant rule(Invocation invocation) {
    String rule = invocation.words().getFirst();
    String verb = invocation.words().get(1);
    String value = invocation.words().get(2);
    return switch (verb) {
      case OTHERWISE ->
          verdict(value)
              .<Meant>map(one -> edit(new PolicyEdit.SetOtherwise(rule, one)))
              .orElseGet(() -> unknown(value, String.join("|", verdicts())));
      case "accept" -> edit(new PolicyEdit.AddAccepted(rule, value));
      case "unaccept" -> edit(new PolicyEdit.DropAccepted(rule, value));
      default -> unknown(verb, OF_RULE);
    };
  }

  static List<String> verdicts() {
    return Arrays.stream(Refusal.values()).map(Refusal::text).toList();
  }

  private static Optional<Refusal> verdict(String word) {
    return Arrays.stream(Refusal.values()).filter(one -> one.text().equals(word)).findFirst();
  }

  /**
   * Reads {@code source SOURCE add --set SET [--as KIND]} and {@code source SOURCE drop [--set
   * SET]}.
   */
  static Meant source(Invocation invocation, Optional<String> set, Optional<String> kind) {
    String source = invocation.words().getFirst();
    String verb = invocation.words().get(1);
    return switch (verb) {
      case "drop" -> edit(new PolicyEdit.DropSource(set, source));
      case "add" ->
          set.isEmpty()
              ? new Meant.Nothing("say to which set: source " + source + " add --set NAME")
              : added(source, set.get(), kind.orElseGet(() -> kind(source)));
      default -> unknown(verb, OF_SOURCE);
    };
  }

  private static Meant added(String source, String set, String kind) {
    return switch (kind) {
      case "dns" -> add(set, new PolicyEdit.NewSource.Name(source));
      case "file" -> add(set, new PolicyEdit.NewSource.ListFile(source));
      case "set" -> add(set, new PolicyEdit.NewSource.Set(source));
      case "net" -> add(set, PolicyEdit.NewSource.Addresses.of(source));
      default -> unknown(kind, KINDS);
    };
  }

  /**
   * Returns the kind of a source by how it is written: like an address, a path or a name of the
   * DNS; a bare word is a set.
   */
  private static String kind(String source) {
    if (AddressText.parse(source) instanceof AddressText.Ok) {
      return "net";
    }
    if (source.contains("/")) {
      return "file";
    }
    return source.contains(".") ? "dns" : "set";
  }

  private static Meant add(String set, PolicyEdit.NewSource source) {
    return edit(new PolicyEdit.AddSource(set, source));
  }

  private static Meant edit(PolicyEdit edit) {
    return new Meant.Edits(List.of(edit));
  }

  private static Meant unknown(String word, String known) {
    return new Meant.Nothing(
        "\"%s\" is none of: %s".formatted(word, String.join(", ", known.split("\\|"))));
  }
}
