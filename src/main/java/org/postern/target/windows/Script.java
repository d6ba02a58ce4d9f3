package org.postern.target.windows;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;

/**
 * A script of PowerShell, or of VBScript where a system has none.
 *
 * @param text ASCII with CRLF
 * @param file the name of the file without folder
 */
public record Script(String title, String text, String file) implements Artifact.Step {
  @Override
  public String ending() {
    return file.substring(file.lastIndexOf('.') + 1);
  }

  @Override
  public String fileName(int number) {
    return file;
  }

  /** Tells whether the script host of VBScript runs it, and not PowerShell. */
  boolean isVbScript() {
    return ending().equals("vbs");
  }

  /** Brings a host to a ruleset, as often as it is run. */
  static Script apply(Ruleset ruleset, WindowsOptions options, Optional<Knowledge> knowledge) {
    boolean resolves = options.selfResolving() && knowledge.isPresent();
    ScriptText text = new ScriptText();
    text.part("head", resolves ? "asks for names itself" : "a fixed list");
    new ScriptData(ruleset, options, knowledge, text).write();
    engine(text, options);
    if (resolves) {
      text.part("state").part("in-force").part("resolving").part("resolving-" + form(options));
    } else {
      text.part("fixed");
    }
    return new Script("hold the rules", text.part("main").finished(), "postern-apply.ps1");
  }

  /** Runs {@link #apply} every hour. */
  static Script register(WindowsOptions options) {
    ScriptText text = new ScriptText();
    switch (options.form()) {
      case NETSECURITY ->
          text.part("register", "Windows 8, Server 2012 and later.")
              .part("folder")
              .part("register-tasks");
      case COM ->
          text.part("register", "Server 2008 and later.").part("folder").part("register-schtasks");
    }
    String finished = text.part("register-main").part("register-end").finished();
    return new Script("run it every hour", finished, "postern-register.ps1");
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
    List.of("addresses", "say", "plan", "change", "obstacles", "read-back").forEach(text::part);
    text.part(form(options));
  }

  private static String form(WindowsOptions options) {
    return options.form().name().toLowerCase(Locale.ROOT);
  }
}
