package org.postern.target.mail.opensmtpd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * The options of a target for OpenSMTPD: the places of its files and programs.
 *
 * @param target the name of the target
 * @param folder the folder of our tables
 * @param config the file smtpd.conf(5)
 * @param commands the folder of smtpd(8) and smtpctl(8)
 */
record OpensmtpdOptions(String target, Path folder, Path config, Path commands) {
  private static final String CONFIG = "config";
  private static final String COMMANDS = "commands";

  private static final Path USUAL = Path.of("/usr/sbin");

  /** The configuration files of Debian and others, and of OpenBSD and some others. */
  private static final List<Path> CONFIGS =
      List.of(
          Path.of("/etc/smtpd.conf"),
          Path.of("/etc/mail/smtpd.conf"),
          Path.of("/etc/smtpd/smtpd.conf"),
          Path.of("/etc/opensmtpd/smtpd.conf"));

  /** Paths without a character that has a meaning in a quoted word of smtpd.conf(5). */
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./-]+");

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          CONFIG,
          new TargetOption.FilePath(),
          COMMANDS,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static OpensmtpdOptions of(TargetBinding binding) {
    return new OpensmtpdOptions(
        binding.name(),
        OwnedFolder.pathOf(binding),
        binding
            .option(CONFIG)
            .map(Path::of)
            .orElseGet(
                () ->
                    CONFIGS.stream().filter(Files::exists).findFirst().orElse(CONFIGS.getFirst())),
        binding.option(COMMANDS).map(Path::of).orElse(USUAL));
  }

  /** Tells whether one is on this host, as far as a policy does not say where. */
  static boolean isInstalled() {
    return Files.isExecutable(USUAL.resolve("smtpctl"));
  }

  /** Tells whether OpenSMTPD is on this host. */
  boolean isHere() {
    return Files.isExecutable(commands.resolve("smtpctl"));
  }

  /** Tells whether the folder can be named in smtpd.conf(5). */
  boolean isNameable() {
    return PLAIN.matcher(folder.toString()).matches();
  }

  /** A table of a rule. */
  Path path(TableFile file, String rule) {
    return folder.resolve(file.of(rule));
  }
}
