package org.postern.target.mail.postfix;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * The options of a target for Postfix: where it runs, and where its files are.
 *
 * @param target the name of the target
 * @param config the folder of main.cf of the instance, as the container sees it
 * @param folder the folder of our files on this host
 * @param commands the folder of postconf(1), postmap(1) and postfix(1)
 * @param container the name of the container, where Postfix runs in one
 * @param inside the folder of our files as Postfix sees it
 * @param runtime the program that runs commands in a container
 * @param log the log file of Postfix; empty to have it looked for
 */
record PostfixOptions(
    String target,
    Path config,
    Path folder,
    Path commands,
    Optional<String> container,
    Path inside,
    String runtime,
    Optional<Path> log) {
  static final Path CONFIGURATION = Path.of("/etc/postfix");

  private static final Path COMMANDS = Path.of("/usr/sbin");
  private static final String CONFIG = "config";
  private static final String PROGRAMS = "commands";
  private static final String CONTAINER = "container";
  private static final String INSIDE = "inside";
  private static final String RUNTIME = "runtime";
  private static final String LOG = "log";
  private static final String DOCKER = "docker";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          CONFIG,
          new TargetOption.FilePath(),
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          PROGRAMS,
          new TargetOption.FilePath(),
          CONTAINER,
          new TargetOption.Name(),
          INSIDE,
          new TargetOption.FilePath(),
          RUNTIME,
          TargetOption.oneOf(DOCKER, "podman"),
          LOG,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static PostfixOptions of(TargetBinding binding) {
    Path folder = OwnedFolder.pathOf(binding);
    return new PostfixOptions(
        binding.name(),
        binding.option(CONFIG).map(Path::of).orElse(CONFIGURATION),
        folder,
        binding.option(PROGRAMS).map(Path::of).orElse(COMMANDS),
        binding.option(CONTAINER),
        binding.option(INSIDE).map(Path::of).orElse(folder),
        binding.option(RUNTIME).orElse(DOCKER),
        binding.option(LOG).map(Path::of));
  }

  /**
   * Returns the beginning of its lines in a log: an instance beside the usual one is called as its
   * folder is (postmulti(1)); empty where that tells nothing.
   */
  String instance() {
    String name = Objects.requireNonNull(config.getFileName()).toString();
    return name.startsWith("postfix") ? name : "";
  }

  /** A file of ours by the name that Postfix knows it by. */
  String named(String type, String file) {
    return type + ":" + inside.resolve(file);
  }
}
