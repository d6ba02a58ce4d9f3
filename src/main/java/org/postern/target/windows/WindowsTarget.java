package org.postern.target.windows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.address.Family;
import org.postern.host.CommandRunner;
import org.postern.plan.AccessRule;
import org.postern.plan.Capabilities;
import org.postern.plan.Observation;
import org.postern.plan.Plan;
import org.postern.plan.Ruleset;
import org.postern.policy.Hook;
import org.postern.policy.InterfaceNames;
import org.postern.policy.Refusal;
import org.postern.target.Applied;
import org.postern.target.Artifact;
import org.postern.target.Facets;
import org.postern.target.Target;
import org.postern.target.TargetException;

/**
 * Windows Firewall: its inbound rules whose names begin with {@code Postern-}, and no others. On
 * any system it compiles; on Windows it runs what it compiles.
 *
 * <p>There a rule that allows and one that blocks have no order: a block wins, and allows add up
 * (Microsoft, "Windows Firewall rules"). So a list of peers is either allowed, which means
 * something only while nobody else allows the port, or everybody else is blocked.
 */
public final class WindowsTarget implements Target {
  /** What the target is called. */
  public static final String NAME = "windows";

  /** The console of rules becomes slow long before; nothing was measured beyond. */
  private static final int MAX_PREFIXES = 100_000;

  static final Capabilities CAPABILITIES =
      new Capabilities(
          NAME,
          EnumSet.allOf(Family.class),
          EnumSet.of(Hook.INPUT),
          EnumSet.of(Refusal.DROP),
          MAX_PREFIXES,
          false,
          false,
          false,
          false,
          true,
          InterfaceNames.WINDOWS);

  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private static final int HELD = 0;
  private static final int UNCHANGED = 1;
  private static final int RESTORED = 3;
  private static final int WITHOUT_EFFECT = 7;
  private static final int NO_RIGHTS = 77;

  private final String name;
  private final CommandRunner runner;
  private final boolean here;
  private final WindowsOptions options;
  private final Optional<Knowledge> knowledge;

  /**
   * With these options.
   *
   * @param name what it is called, for the ways out of where it is not
   * @param here whether this host runs Windows
   * @param knowledge what a script needs that is carried elsewhere; empty for one that runs here
   */
  WindowsTarget(
      String name,
      CommandRunner runner,
      boolean here,
      WindowsOptions options,
      Optional<Knowledge> knowledge) {
    this.name = name;
    this.runner = runner;
    this.here = here;
    this.options = options;
    this.knowledge = knowledge;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /**
   * Each look starts PowerShell, which takes seconds of a processor: it is not asked in between.
   */
  @Override
  public Facets facets() {
    return Facets.NONE.withLookEvery(LOOK_EVERY);
  }

  @Override
  public Observation observe(Observation last) throws TargetException {
    requireWindows();
    CommandRunner.Result result =
        run(Script.apply(Ruleset.empty(), options, Optional.empty()), "-ReadBack");
    if (result.exit() != HELD) {
      throw failure(result, "the firewall cannot be read");
    }
    try {
      ReadBack found = ReadBackParser.parse(result.output());
      return WindowsReader.observation(found, digest(result.output()));
    } catch (IOException e) {
      throw new TargetException(TargetException.Kind.TEMPORARY, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Artifact compile(Plan plan) {
    List<Script> steps = new ArrayList<>();
    boolean carries = knowledge.isPresent();
    if (carries || !plan.isEmpty()) {
      steps.add(Script.apply(plan.after(), options, knowledge));
    }
    return new Artifact(
        plan.before().precondition(),
        notes(plan),
        steps,
        carries ? List.of(Script.register(options), Script.uninstall(options)) : List.of(),
        plan.before().leadingTo(plan.after(), Observation.Layout.NOTHING));
  }

  private List<String> notes(Plan plan) {
    List<String> notes = new ArrayList<>();
    for (AccessRule rule : plan.after().rules()) {
      if (options.allows(rule.name())) {
        notes.add(
            "rule %s allows: any other rule that allows %s makes it void"
                .formatted(rule.name(), rule.packets().ports().text()));
      } else if (!options.block()) {
        notes.add(
            "rule %s does not say opens: true, so it allows nobody and blocks all others"
                .formatted(rule.name()));
      }
    }
    if (options.selfResolving()) {
      knowledge.ifPresent(known -> notes.addAll(known.unwidened(plan.after())));
    }
    return notes;
  }

  /** The script looks for itself what there is, so nobody can have come first. */
  @Override
  public Applied apply(Artifact artifact) throws TargetException {
    requireWindows();
    for (Artifact.Step step : artifact.steps()) {
      CommandRunner.Result result = run((Script) step);
      switch (result.exit()) {
        case HELD, WITHOUT_EFFECT -> {}
        case UNCHANGED, RESTORED -> {
          return new Applied.Unchanged(why(result), false);
        }
        case NO_RIGHTS -> throw failure(result, "the firewall cannot be changed");
        default -> {
          return new Applied.Partial(0, why(result));
        }
      }
    }
    return new Applied.Done(Observation.nothing());
  }

  private CommandRunner.Result run(Script script, String... switches) throws TargetException {
    try {
      return new PowerShell(runner).run(script, switches);
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE, "PowerShell cannot be run: " + e.getMessage(), e);
    }
  }

  private void requireWindows() throws TargetException {
    if (!here) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "Windows Firewall is on Windows; here it is compiled only: postern compile --target "
              + name,
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

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
