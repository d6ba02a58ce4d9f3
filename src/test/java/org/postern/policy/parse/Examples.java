package org.postern.policy.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;

/**
 * The texts that provoke the codes: {@code ID.yaml}, {@code ID.bin} where no editor should meet
 * them, {@code ID/policy.yaml} where there are several files, {@code ID.list} for lists of
 * addresses, {@code ID/daemon.yaml} for what belongs to a machine. Where {@code ID/command} is, it
 * takes a whole command to provoke the code.
 */
final class Examples {
  static final Path FOLDER = Path.of("src/test/resources/diagnostics");
  static final PolicyParser PARSER =
      new PolicyParser(Set.of("nftables", "ipset", "windows", "postfix", "exim"));

  private Examples() {}

  /** The codes that the parser finds. */
  static List<Code> ofParser() {
    return Arrays.stream(Code.values())
        .filter(code -> !Files.exists(FOLDER.resolve(code.id()).resolve("command")))
        .toList();
  }

  /** The policy of a code's example. */
  static Path policy(Code code) {
    Path folder = FOLDER.resolve(code.id());
    if (Files.isDirectory(folder)) {
      Path machine = folder.resolve("daemon.yaml");
      return Files.exists(machine) ? machine : folder.resolve("policy.yaml");
    }
    Path binary = FOLDER.resolve(code.id() + ".bin");
    return Files.exists(binary) ? binary : FOLDER.resolve(code.id() + ".yaml");
  }

  private static boolean isOfMachine(Path policy) {
    return policy.endsWith("daemon.yaml");
  }

  /** What is said about a code's example. */
  static Report report(Code code) throws IOException {
    Report report = new Report();
    Path list = FOLDER.resolve(code.id() + ".list");
    if (Files.exists(list)) {
      ListFileParser.parse(
          list.getFileName().toString(), SourceText.decode(Files.readAllBytes(list)), report);
    } else {
      Path policy = policy(code);
      if (isOfMachine(policy)) {
        MachineSettingsParser.parse(
            "daemon.yaml", SourceText.decode(Files.readAllBytes(policy)), report);
        return report;
      }
      PARSER.parse(
          policy.getFileName().toString(),
          SourceText.decode(Files.readAllBytes(policy)),
          loader(policy.resolveSibling("")),
          report);
    }
    return report;
  }

  /** Loads from a folder; names are relative to it. */
  static Loader loader(Path folder) {
    return (including, path) -> {
      Path name = Path.of(including).resolveSibling(path).normalize();
      Path file = folder.resolve(name);
      try {
        return Files.exists(file)
            ? new Loader.Loaded.Text(name.toString(), SourceText.decode(Files.readAllBytes(file)))
            : new Loader.Loaded.Missing("no such file");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    };
  }
}
