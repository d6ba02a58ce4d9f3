package org.postern.target.mail.tcpserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.host.CommandRunner;
import org.postern.plan.Ruleset;
import org.postern.target.mail.ConnectionQuestions;
import org.postern.target.mail.Consumer;
import org.postern.target.mail.MailFiles;

/**
 * Compiles the rules by tcprules(1), which replaces the compiled file by a whole one, and asks
 * tcprulescheck(1), which looks into it as tcpserver does at each connection. There is nothing to
 * reload.
 */
final class TcpserverConsumer implements Consumer {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final String VARIABLE = "set environment variable";

  private final CommandRunner runner;
  private final TcpserverOptions options;
  private final Path commands;

  TcpserverConsumer(CommandRunner runner, TcpserverOptions options, Path commands) {
    this.runner = runner;
    this.options = options;
    this.commands = commands;
  }

  @Override
  public void take() throws IOException {
    String his = options.sourceText();
    String text = MergedRules.of(SourceLines.read(his), held()).text(his);
    requireAscii(text);
    Path temporary = temporary();
    CommandRunner.Result result =
        runner.run(
            List.of(program("tcprules"), options.cdb().toString(), temporary.toString()),
            text,
            DEADLINE);
    if (result.exit() != 0) {
      Files.deleteIfExists(temporary);
      throw new IOException(
          "%s is as it was, since tcprules does not take %s: %s"
              .formatted(options.cdb(), options.source(), said(result)));
    }
  }

  /**
   * Returns a path for a temporary file beside the one that it becomes; one for each process, so
   * that two never write into one.
   */
  private Path temporary() throws IOException {
    Path folder = Optional.ofNullable(options.cdb().getParent()).orElse(Path.of("/"));
    String begin = options.cdb().getFileName() + ".new.";
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, begin + "*")) {
      for (Path one : left) {
        String process = one.toString().substring(one.toString().lastIndexOf('.') + 1);
        if (process.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
          Files.deleteIfExists(one);
        }
      }
    }
    return folder.resolve(begin + ProcessHandle.current().pid());
  }

  /** Returns the meaning of our files as they are now. */
  private Ruleset held() throws IOException {
    TcpserverSystem system = new TcpserverSystem();
    Map<String, String> texts = new LinkedHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(options.folder())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (system.isOurs(name)) {
          texts.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return system.read(MailFiles.of(texts)).ruleset();
  }

  private void requireAscii(String text) throws IOException {
    Optional<String> strange =
        text.lines().filter(line -> !line.matches("\\p{ASCII}*")).findFirst();
    if (strange.isPresent()) {
      throw new IOException(
          "%s is as it was: the line \"%s\" of %s has letters that are not of ASCII"
              .formatted(options.cdb(), strange.get().replaceAll("[^ -~]", "?"), options.source()));
    }
  }

  @Override
  public Answer ask(Ruleset ruleset) throws IOException {
    MergedRules meant = MergedRules.of(SourceLines.read(options.sourceText()), ruleset);
    return ConnectionQuestions.ask(
        ruleset,
        TcpserverSystem.CAPABILITIES.families(),
        ConnectionQuestions.MOST,
        address -> wrong(address, meant));
  }

  private Optional<String> wrong(Address address, MergedRules meant) throws IOException {
    CommandRunner.Result result =
        runner.run(
            List.of(
                "env",
                "TCPREMOTEIP=" + address,
                program("tcprulescheck"),
                options.cdb().toString()),
            "",
            DEADLINE);
    List<String> lines = result.output().lines().toList();
    boolean allows = lines.contains("allow connection");
    if (result.exit() != 0 || allows == lines.contains("deny connection")) {
      throw new IOException("tcprulescheck: " + said(result));
    }
    if (allows != meant.accepts(address)) {
      return Optional.of(
          "tcpserver is going to %s %s".formatted(allows ? "let in" : "deny", address));
    }
    boolean sets = lines.stream().anyMatch(line -> line.startsWith(VARIABLE));
    return sets && meant.ours().contains(address)
        ? Optional.of("a line of ours sets a variable for " + address)
        : Optional.empty();
  }

  private String program(String name) {
    return commands.resolve(name).toString();
  }

  private static String said(CommandRunner.Result result) {
    return result.error().lines().findFirst().orElse("it ended with " + result.exit());
  }
}
