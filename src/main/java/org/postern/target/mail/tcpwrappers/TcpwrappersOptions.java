package org.postern.target.mail.tcpwrappers;

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
 * The options of a target for tcpd: the places of its files and programs.
 *
 * @param target the name of the target
 * @param daemon the program that inetd has tcpd start, as the lines of the administrator call it
 * @param folder the folder of our file
 * @param hosts the folder of hosts.allow and hosts.deny, which libwrap was built with
 * @param inetd the configuration of inetd
 * @param commands the folder of tcpdmatch(8); empty where it is not here
 */
record TcpwrappersOptions(
    String target, String daemon, Path folder, Path hosts, Path inetd, Optional<Path> commands) {
  private static final String DAEMON = "daemon";
  private static final String INETD = "inetd";
  private static final String COMMANDS = "commands";

  /** Paths without a separator, comment or wildcard of hosts_access(5). */
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./-]{1,1000}");

  /**
   * The folders of programs of Debian and Red Hat, of a build from source, and of older systems.
   */
  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/sbin"), Path.of("/usr/bin"));

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          DAEMON,
          new TargetOption.Name(),
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          INETD,
          new TargetOption.FilePath(),
          COMMANDS,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static TcpwrappersOptions of(TargetBinding binding) {
    return new TcpwrappersOptions(
        binding.name(),
        binding.options().getOrDefault(DAEMON, "tcp-env"),
        OwnedFolder.pathOf(binding),
        Path.of("/etc"),
        binding.option(INETD).map(Path::of).orElse(Path.of("/etc/inetd.conf")),
        binding
            .option(COMMANDS)
            .map(Path::of)
            .map(Optional::of)
            .orElseGet(TcpwrappersOptions::found)
            .filter(TcpwrappersOptions::hasPrograms));
  }

  /** Returns the folder of the programs of this host; empty where there are none. */
  static Optional<Path> found() {
    return USUAL.stream().filter(TcpwrappersOptions::hasPrograms).findFirst();
  }

  private static boolean hasPrograms(Path folder) {
    return Files.isExecutable(folder.resolve("tcpdmatch"));
  }

  /** Returns the path of our file, as the line of the administrator names it. */
  Path patterns() {
    return folder.resolve(TcpwrappersSystem.FILE);
  }

  /** Tells whether a line can name it. */
  boolean isNameable() {
    return PLAIN.matcher(patterns().toString()).matches();
  }

  Path allow() {
    return hosts.resolve("hosts.allow");
  }

  Path deny() {
    return hosts.resolve("hosts.deny");
  }
}
