package org.postern.target.mail.tcpserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * The options of a target for tcpserver: the places of its files and programs.
 *
 * @param target the name of the target
 * @param folder the folder of our files
 * @param source the administrator's lines
 * @param cdb the database that tcpserver looks at
 * @param commands the folder of tcprules(1) and tcprulescheck(1); empty where they are not here
 */
record TcpserverOptions(
    String target, Path folder, Path source, Path cdb, Optional<Path> commands) {
  private static final String SOURCE = "source";
  private static final String CDB = "cdb";
  private static final String COMMANDS = "commands";

  /** The folders of programs of Debian, of a build from source, and of tcpserver's author. */
  private static final List<Path> USUAL =
      List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/command"));

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          SOURCE,
          new TargetOption.FilePath(),
          CDB,
          new TargetOption.FilePath(),
          COMMANDS,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static TcpserverOptions of(TargetBinding binding) {
    Path folder = OwnedFolder.pathOf(binding);
    return new TcpserverOptions(
        binding.name(),
        folder,
        binding.option(SOURCE).map(Path::of).orElse(Path.of("/etc/tcp.smtp")),
        binding.option(CDB).map(Path::of).orElse(folder.resolve("tcp.smtp.cdb")),
        binding
            .option(COMMANDS)
            .map(Path::of)
            .map(Optional::of)
            .orElseGet(TcpserverOptions::found)
            .filter(TcpserverOptions::hasPrograms));
  }

  /** Returns the folder of the programs of this host; empty where there are none. */
  static Optional<Path> found() {
    return USUAL.stream().filter(TcpserverOptions::hasPrograms).findFirst();
  }

  private static boolean hasPrograms(Path folder) {
    return Files.isExecutable(folder.resolve("tcprules"));
  }

  /**
   * Returns the administrator's lines; each byte is a character.
   *
   * @throws IOException when there are none, in words: that they are gone must let no client in
   */
  String sourceText() throws IOException {
    try {
      return Files.readString(source, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(
          source + " is missing: make it, empty where the administrator has no lines", e);
    }
  }
}
