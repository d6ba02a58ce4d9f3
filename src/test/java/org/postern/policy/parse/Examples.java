package org.postern.policy.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.edit.PolicyEdit;
import org.postern.policy.parse.edit.PolicyEditor;
import org.postern.policy.parse.list.DomainListParser;
import org.postern.policy.parse.text.Loader;
import org.postern.policy.parse.text.SourceText;

/**
 * The texts that provoke the codes: {@code ID.yaml}, {@code ID.bin} where no editor should meet
 * them, {@code ID/policy.yaml} where there are several files, {@code ID.list} for lists of
 * addresses, {@code ID.domains} for lists of domains, {@code ID/daemon.yaml} for what belongs to a
 * machine, {@code ID/edit} for a change of the policy beside it. Where {@code ID/command} is, it
 * takes a whole command to provoke the code. A policy to be edited may have {@code shipped.yaml}
 * beside it, which is {@code postern:shipped}.
 */
public final class Examples {
  public static final Path FOLDER = Path.of("src/test/resources/diagnostics");
  private static final Path SHIPPED = Path.of("rulesets");
  public static final PolicyParser PARSER =
      new PolicyParser(
          Set.of(
              "nftables",
              "ipset",
              "windows",
              "postfix",
              "exchange",
              "exim",
              "tcpserver",
              "tcpwrappers"));

  private Examples() {}

  /** The codes that the parser finds. */
  public static List<Code> ofParser() {
    return Arrays.stream(Code.values())
        .filter(code -> !Files.exists(FOLDER.resolve(code.id()).resolve("command")))
        .toList();
  }

  /** The policy of a code's example. */
  public static Path policy(Code code) {
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
  public static Report report(Code code) throws IOException {
    Report report = new Report();
    Path list = FOLDER.resolve(code.id() + ".list");
    Path domains = FOLDER.resolve(code.id() + ".domains");
    if (Files.exists(domains)) {
      DomainListParser.read(
          domains.getFileName().toString(),
          SourceText.decode(Files.readAllBytes(domains)),
          true,
          report);
    } else if (Files.exists(list)) {
      ListTexts.read(
          list.getFileName().toString(), SourceText.decode(Files.readAllBytes(list)), report);
    } else {
      Path policy = policy(code);
      if (Files.exists(policy.resolveSibling("edit"))) {
        edit(policy, report);
        return report;
      }
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

  /** Words of an edit: {@code add SET ADDR}, {@code drop SET SOURCE}, {@code drop-set SET}. */
  private static void edit(Path policy, Report report) throws IOException {
    List<String> words =
        List.of(Files.readString(policy.resolveSibling("edit")).strip().split(" ", -1));
    String set = words.get(1);
    PolicyEdit edit =
        switch (words.getFirst()) {
          case "add" ->
              new PolicyEdit.AddSource(set, PolicyEdit.NewSource.Addresses.of(words.get(2)));
          case "drop" ->
              new PolicyEdit.DropSource(
                  Optional.of(set).filter(name -> !name.equals("-")), words.get(2));
          case "drop-set" -> new PolicyEdit.DropSet(set);
          default -> throw new IllegalArgumentException(words.toString());
        };
    PolicyText text =
        new PolicyText(
            policy.getFileName().toString(), SourceText.decode(Files.readAllBytes(policy)));
    List<PolicyText> texts = new ArrayList<>(List.of(text));
    Path shipped = policy.resolveSibling("shipped.yaml");
    if (Files.exists(shipped)) {
      texts.add(new PolicyText("postern:shipped", Files.readString(shipped)));
    }
    if (PolicyEdits.EDITOR.apply(texts, edit) instanceof PolicyEditor.Refused refused) {
      Diagnostic why = refused.why();
      report.add(why.code(), why.span(), why.message(), why.fix());
    }
  }

  /** Loads from a folder; names are relative to it. */
  public static Loader loader(Path folder) {
    return (including, path) -> {
      Path name = Path.of(including).resolveSibling(path).normalize();
      Path file =
          PolicyText.isShipped(path)
              ? SHIPPED.resolve(path.substring(PolicyText.SHIPPED.length()) + ".yaml")
              : folder.resolve(name);
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
