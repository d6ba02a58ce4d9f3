package org.postern.target.windows;

import java.io.IOException;
import org.postern.host.CommandRunner;
import org.postern.plan.Observation;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.TargetException;

/** Runs scripts on this host, if it runs Windows. All scripts end with the same codes. */
public final class ScriptHost {
  private static final int HELD = 0;
  private static final int UNCHANGED = 1;
  private static final int RESTORED = 3;
  private static final int WITHOUT_EFFECT = 7;
  private static final int NO_RIGHTS = 77;

  private final CommandRunner runner;
  private final boolean here;
  private final String name;
  private final String elsewhere;
  private final String system;

  /**
   * Makes the host of a target's scripts.
   *
   * @param here whether this host runs Windows
   * @param name the name of the target, for the ways out of where it is not
   * @param elsewhere a sentence that says what is not on this host
   * @param system the name of what is read and changed, such as {@code the firewall}
   */
  ScriptHost(CommandRunner runner, boolean here, String name, String elsewhere, String system) {
    this.runner = runner;
    this.here = here;
    this.name = name;
    this.elsewhere = elsewhere;
    this.system = system;
  }

  /** Returns what a script prints with {@code -ReadBack}. */
  public String readBack(Script script) throws TargetException {
    requireHere();
    CommandRunner.Result result = run(script, script.isVbScript() ? "/readback" : "-ReadBack");
    if (result.exit() != HELD || !isWhole(script, result)) {
      throw failure(result, system + " cannot be read");
    }
    return result.output();
  }

  /** Runs the steps. Each looks for itself what there is, so that no other can have come first. */
  public Applied apply(Artifact artifact) throws TargetException {
    requireHere();
    for (Artifact.Step step : artifact.steps()) {
      Script script = (Script) step;
      CommandRunner.Result result = run(script);
      if (!isWhole(script, result)) {
        return new Applied.Partial(0, "the script did not come to its end");
      }
      switch (result.exit()) {
        case HELD, WITHOUT_EFFECT -> {}
        case UNCHANGED, RESTORED -> {
          return new Applied.Unchanged(why(result), false);
        }
        case NO_RIGHTS -> throw failure(result, system + " cannot be changed");
        default -> {
          return new Applied.Partial(0, why(result));
        }
      }
    }
    return new Applied.Done(Observation.nothing());
  }

  /**
   * Tells whether a script came to its end. The script host of VBScript ends with 0 even where it
   * cannot go on, so the last line tells.
   */
  private static boolean isWhole(Script script, CommandRunner.Result result) {
    return !script.isVbScript() || result.output().stripTrailing().endsWith(PowerShell.LAST_LINE);
  }

  private CommandRunner.Result run(Script script, String... switches) throws TargetException {
    try {
      return new PowerShell(runner).run(script, switches);
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, "the script cannot be run: " + e.getMessage(), e);
    }
  }

  private void requireHere() throws TargetException {
    if (!here) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          elsewhere + "; here it is compiled only: postern compile --target " + name,
          "take %s out of targets, or carry there what postern compile --target %s -o DIR writes"
              .formatted(name, name));
    }
  }

  private static TargetException failure(CommandRunner.Result result, String what) {
    return new TargetException(
        result.exit() == NO_RIGHTS
            ? TargetException.Kind.PERMISSION
            : TargetException.Kind.UNAVAILABLE,
        what + ": " + why(result));
  }

  private static String why(CommandRunner.Result result) {
    String said = result.error().strip();
    return said.isEmpty() ? "the script ended with " + result.exit() : said;
  }
}
