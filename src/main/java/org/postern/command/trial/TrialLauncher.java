package org.postern.command.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.host.CommandRunner;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.host.NamespaceSettings;
import org.postern.host.RecordTree;
import org.postern.target.TargetException;

/**
 * Runs this program again in a user and a network namespace of its own, where it is root and none
 * of the host's interfaces, addresses and rules are: unshare(1). It dies with us: setpriv(1).
 */
public final class TrialLauncher {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The folders that Debian has in the PATH of an administrator only, with the others. */
  private static final String USUAL =
      "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";

  /** A JVM that starts where not even the loopback has an IPv6 address does without IPv6. */
  private static final String WITH_LOOPBACK =
      "\"$1\" link set dev lo up || exit; shift; exec \"$@\"";

  private final CommandRunner programs;
  private final String path;
  private final Path sysctls;

  /**
   * A launcher.
   *
   * @param path the folders with programs, as in PATH
   * @param sysctls the folder {@code /proc/sys}
   */
  TrialLauncher(CommandRunner programs, String path, Path sysctls) {
    this.programs = programs;
    this.path = path;
    this.sysctls = sysctls;
  }

  static TrialLauncher ofHost(CommandRunner programs) {
    String path = Optional.ofNullable(System.getenv("PATH")).map(one -> one + ":").orElse("");
    return new TrialLauncher(programs, path + USUAL, Path.of("/proc/sys"));
  }

  /** Returns the path of a program. */
  String program(String name, String debianPackage) throws TargetException {
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new TargetException(
                    TargetException.Kind.UNAVAILABLE,
                    "%s is missing; install it with: apt-get install %s"
                        .formatted(name, debianPackage)));
  }

  /** Runs the other half to its end. */
  TrialFindings run(TrialHandover handover) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program("unshare", "util-linux"));
    command.addAll(List.of("--user", "--map-root-user", "--net", "--"));
    command.addAll(List.of("/bin/sh", "-c", WITH_LOOPBACK, "sh", handover.ip()));
    command.add(program("setpriv", "util-linux"));
    command.addAll(List.of("--pdeathsig", "KILL", "--"));
    command.addAll(ourselves());
    command.addAll(List.of(TrialInside.NAME, "--format", "json"));
    CommandRunner.Result result = programs.run(command, handover.write(), PATIENCE);
    if (result.output().isBlank()) {
      throw forbidden(result.error().strip());
    }
    JsonTree tree = Json.read(result.output());
    if (result.exit() != 0) {
      throw new TargetException(TargetException.Kind.UNAVAILABLE, tree.string("error"));
    }
    return RecordTree.read(TrialFindings.class, tree.members());
  }

  /** Names the setting that forbids namespaces, or gives them without rights; or all that may. */
  TargetException forbidden(String error) {
    List<String> guilty = new NamespaceSettings(sysctls).forbidding();
    String why =
        guilty.isEmpty()
            ? "none of "
                + String.join(", ", NamespaceSettings.names())
                + " forbids them; in a container its runtime may (seccomp)"
            : String.join("; ", guilty);
    return new TargetException(
        TargetException.Kind.UNAVAILABLE,
        "this host gives us no namespaces of our own (" + error + "): " + why);
  }

  /**
   * Returns the command line that this process was started with, without the words for the program.
   */
  public static List<String> ourselves() {
    ProcessHandle.Info info = ProcessHandle.current().info();
    String java =
        info.command().orElseGet(() -> Path.of(System.getProperty("java.home"), "bin/java") + "");
    String classPath = System.getProperty("java.class.path");
    List<String> words = info.arguments().map(List::of).orElse(List.of());
    int module = words.indexOf("-m");
    List<String> command = new ArrayList<>(List.of(java));
    if (TrialLauncher.class.getModule().isNamed() && module >= 0) {
      command.addAll(words.subList(0, module + 2));
    } else {
      command.addAll(
          List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, "org.postern.Main"));
    }
    return command;
  }
}
