package org.postern.target.mail.exim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * The paths of an Exim installation, and its options in a policy.
 *
 * @param target the name of the target
 * @param layout how its configuration is made
 * @param folder the folder of our files
 * @param config the configuration file, where it is not the one that Exim was built with
 * @param command the program
 * @param log the file of its main log; empty where it is looked for
 */
record EximOptions(
    String target,
    Layout layout,
    Path folder,
    Optional<Path> config,
    Path command,
    Optional<Path> log) {
  private static final String LAYOUT = "layout";
  private static final String CONFIG = "config";
  private static final String COMMAND = "command";
  private static final String LOG = "log";

  private static final List<Path> COMMANDS =
      List.of(Path.of("/usr/sbin/exim4"), Path.of("/usr/sbin/exim"));

  /** Paths without a character that has a meaning in a list of Exim's or in an expansion. */
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./-]+");

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          LAYOUT,
          new TargetOption.OneOf(Layout.words()),
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          CONFIG,
          new TargetOption.FilePath(),
          COMMAND,
          new TargetOption.FilePath(),
          LOG,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static EximOptions of(TargetBinding binding) {
    Optional<Path> config = binding.option(CONFIG).map(Path::of);
    return new EximOptions(
        binding.name(),
        binding
            .option(LAYOUT)
            .map(Layout::of)
            .orElseGet(() -> config.isPresent() ? Layout.PLAIN : Layout.ofThisHost()),
        OwnedFolder.pathOf(binding),
        config,
        binding.option(COMMAND).map(Path::of).orElseGet(() -> found().orElse(COMMANDS.getFirst())),
        binding.option(LOG).map(Path::of));
  }

  /** Returns the program of this host; empty where there is none. */
  static Optional<Path> found() {
    return COMMANDS.stream().filter(Files::isExecutable).findFirst();
  }

  /** Tells whether Exim is on this host. */
  boolean isHere() {
    return Files.isExecutable(command);
  }

  /** Tells whether the folder can be named in a configuration. */
  boolean isNameable() {
    return PLAIN.matcher(folder.toString()).matches();
  }

  /** A file of a rule by the name that the configuration has for it. */
  String path(RuleFile file, String rule) {
    return folder.resolve(file.of(rule)).toString();
  }
}
