package org.postern.target.windows;

import java.util.Locale;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;

/**
 * A PowerShell script.
 *
 * @param text ASCII with CRLF
 * @param file its name without folder
 */
record Script(String title, String text, String file) implements Artifact.Step {
  @Override
  public String ending() {
    return "ps1";
  }

  @Override
  public String fileName(int number) {
    return file;
  }

  /** Brings a host to a ruleset, as often as it is run. */
  static Script apply(Ruleset ruleset, WindowsOptions options, Optional<Knowledge> knowledge) {
    boolean resolves = options.selfResolving() && knowledge.isPresent();
    ScriptText text = new ScriptText();
    text.part("head", resolves ? "asks for names itself" : "a fixed list");
    ScriptData data = new ScriptData(ruleset, options, knowledge, text);
    data.write();
    if (resolves) {
      data.writeSets(knowledge.get());
    }
    engine(text, options);
    if (resolves) {
      text.part("resolving").part("resolving-" + form(options));
    } else {
      text.part("fixed");
    }
    return new Script("hold the rules", text.part("main").finished(), "postern-apply.ps1");
  }

  /** Runs {@link #apply} every hour. */
  static Script register(WindowsOptions options) {
    String part =
        switch (options.form()) {
          case NETSECURITY -> "register-tasks";
          case COM -> "register-schtasks";
        };
    return new Script(
        "run it every hour", new ScriptText().part(part).finished(), "postern-register.ps1");
  }

  /** Takes everything away: the rules, the task and what was remembered. */
  static Script uninstall(WindowsOptions options) {
    ScriptText text = new ScriptText();
    text.part("head", "takes all of it away");
    new ScriptData(Ruleset.empty(), options, Optional.empty(), text).write();
    engine(text, options);
    text.part("uninstall").part("main");
    return new Script("take all of it away", text.finished(), "postern-uninstall.ps1");
  }

  private static void engine(ScriptText text, WindowsOptions options) {
    text.part("addresses").part("engine").part(form(options));
  }

  private static String form(WindowsOptions options) {
    return options.form().name().toLowerCase(Locale.ROOT);
  }
}
