package org.postern.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.pipeline.ShippedRuleset;
import org.postern.policy.PolicyText;

/**
 * The command {@code rulesets}: lists the rulesets that come with the program, shows one, or copies
 * one to a file.
 */
final class RulesetsCommand {
  private static final Option FILE =
      Option.value("-o", "FILE", "of copy: where to; NAME.yaml here by default, never overwritten");

  private static final String MODE = "rw-r--r--";

  List<Command> commands() {
    return List.of(
        new Command(
            "rulesets",
            "list the policies that come with the program; show one, or copy it to begin with",
            List.of(
                Parameter.optional("VERB", "show or copy; without it all are listed"),
                Parameter.optional("NAME", "of which one")),
            List.of(FILE),
            "postern rulesets show mimecast",
            RulesetsCommand::run));
  }

  private static Reply run(Invocation invocation) throws IOException {
    List<String> words = invocation.words();
    if (words.isEmpty()) {
      return list();
    }
    if (words.size() != 2) {
      throw new UsageException("write rulesets, rulesets show NAME or rulesets copy NAME");
    }
    return switch (words.getFirst()) {
      case "show" -> show(named(words.getLast()));
      case "copy" -> copy(named(words.getLast()), invocation);
      default -> throw new UsageException(words.getFirst() + ": a ruleset can be shown or copied");
    };
  }

  private static ShippedRuleset named(String word) {
    String name = PolicyText.isShipped(word) ? word.substring(PolicyText.SHIPPED.length()) : word;
    return ShippedRuleset.named(name)
        .orElseThrow(
            () ->
                new UsageException(
                    name
                        + ": no ruleset of that name comes with this version"
                        + ShippedRuleset.nearest(name)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("")));
  }

  private static Reply list() {
    Reply.Builder reply = new Reply.Builder("rulesets");
    List<ShippedRuleset> all = ShippedRuleset.all();
    for (ShippedRuleset one : all) {
      reply.line(
          "%-25s  %-8s  %s  %s".formatted(one.name(), one.status(), one.seen(), one.provider()));
    }
    reply.line(
        Line.Style.ASIDE,
        "include: [%sNAME] takes the sets of one; rulesets show NAME tells all of it"
            .formatted(PolicyText.SHIPPED));
    return reply.document(RulesetsDocument.of(all)).build();
  }

  private static Reply show(ShippedRuleset one) {
    Reply.Builder reply = new Reply.Builder("rulesets");
    one.text().lines().forEach(reply::line);
    return reply.document(RulesetsDocument.of(one, Optional.of(one.text()))).build();
  }

  private static Reply copy(ShippedRuleset one, Invocation invocation) throws IOException {
    Path file = invocation.path(FILE.name()).orElse(Path.of(one.name() + ".yaml"));
    Reply.Builder reply = new Reply.Builder("rulesets").put("file", file.toString());
    try {
      OutputFile.create(file, one.text().getBytes(StandardCharsets.UTF_8), MODE);
    } catch (FileAlreadyExistsException _) {
      return reply
          .error(Line.Style.BAD, file + " is there, and nothing is overwritten: name another by -o")
          .exit(ExitCode.HELD)
          .build();
    }
    return reply
        .line(Line.Style.GOOD, "%s: a copy of %s%s".formatted(file, PolicyText.SHIPPED, one.name()))
        .document(RulesetsDocument.of(one, Optional.empty()))
        .build();
  }
}
