package org.postern.target.mail.exim;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.diagnostic.Span;
import org.postern.host.CommandRunner;
import org.postern.plan.Ruleset;
import org.postern.policy.TargetBinding;
import org.postern.target.mail.Consumer;

/** What tests with a real Exim need of this package. */
public final class EximAccess {
  /** Where its Exim looks for the files. */
  public static final String FOLDER = "/var/lib/postern-mail/exim";

  private EximAccess() {}

  private static EximOptions options() {
    return EximOptions.of(
        new TargetBinding("exim", "exim", Span.wholeFile(""), Map.of("layout", "plain")));
  }

  /** Asks an Exim that a runner reaches. */
  public static Consumer consumer(CommandRunner runner) {
    EximProgram program = new EximProgram(runner, options());
    return new EximConsumer(
        program, options(), new EximConfiguration(program, options(), Path.of("/")));
  }

  /** The files of a ruleset. */
  public static Map<String, String> files(Ruleset ruleset) {
    Map<String, String> texts = new LinkedHashMap<>();
    ruleset.rules().forEach(rule -> texts.putAll(RuleFiles.write(rule)));
    return texts;
  }

  /** The statements of a ruleset. */
  public static String statements(Ruleset ruleset) {
    return new Fragment(options()).text(ruleset);
  }
}
