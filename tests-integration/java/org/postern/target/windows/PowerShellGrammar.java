package org.postern.target.windows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postern.host.CommandRunner;
import org.postern.host.ProcessRunner;

/** A PowerShell grammar that others wrote, in a child process of node. */
final class PowerShellGrammar {
  private static final Path FOLDER = Path.of("target", "powershell-grammar");
  private static final List<String> PACKAGES =
      List.of("tree-sitter-pwsh@0.38.1", "web-tree-sitter@0.27.2");
  private static final String HOW = "node or npm is missing; install them: apt install nodejs npm";

  private static final PowerShellGrammar ONLY = start();

  /** Scripts are run again and again. */
  private final Map<String, SyntaxNode> known = new HashMap<>();

  private final BufferedReader answers;
  private final OutputStream questions;

  private PowerShellGrammar(Process node) {
    this.answers =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
    this.questions = node.getOutputStream();
  }

  /** The tree of a script. */
  static SyntaxNode parse(String script) {
    try {
      return ONLY.tree(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PowerShellGrammar start() {
    try {
      Path modules = FOLDER.resolve("node_modules");
      if (!Files.exists(modules.resolve("web-tree-sitter"))
          || !Files.exists(modules.resolve("tree-sitter-pwsh"))) {
        install();
      }
      Path program = FOLDER.resolve("parse.cjs");
      try (InputStream in =
          Objects.requireNonNull(PowerShellGrammar.class.getResourceAsStream("parse.cjs"))) {
        Files.copy(in, program, StandardCopyOption.REPLACE_EXISTING);
      }
      // The optimizing compiler takes ten seconds for the grammar's one large function.
      Process node =
          new ProcessBuilder(
                  "node", "--liftoff-only", program.toString(), modules.toAbsolutePath().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(node::destroy));
      return new PowerShellGrammar(node);
    } catch (IOException e) {
      throw new IllegalStateException(HOW, e);
    }
  }

  /** Scripts of packages are not run: what is needed of these is data. */
  private static void install() throws IOException {
    Files.createDirectories(FOLDER);
    List<String> command =
        new ArrayList<>(
            List.of(
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefix",
                FOLDER.toString()));
    command.addAll(PACKAGES);
    CommandRunner.Result result = new ProcessRunner().run(command, "", Duration.ofMinutes(5));
    if (result.exit() != 0) {
      throw new IOException("npm install: " + result.error());
    }
  }

  private synchronized SyntaxNode tree(String script) throws IOException {
    SyntaxNode tree = known.get(script);
    if (tree == null) {
      tree = ask(script);
      known.put(script, tree);
    }
    return tree;
  }

  private SyntaxNode ask(String script) throws IOException {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    questions.write((bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
    questions.write(bytes);
    questions.flush();
    List<SyntaxNode> path = new ArrayList<>();
    for (String line = answers.readLine(); !"end".equals(line); line = answers.readLine()) {
      if (line == null) {
        throw new IOException("node has ended");
      }
      String[] fields = line.split("\t", 5);
      SyntaxNode node =
          SyntaxNode.open(
              fields[2],
              fields[1].equals("named"),
              Integer.parseInt(fields[3]),
              fields[4].replace("\\n", "\n").replace("\\\\", "\\"));
      int depth = Integer.parseInt(fields[0]);
      while (path.size() > depth) {
        path.removeLast();
      }
      if (!path.isEmpty()) {
        path.getLast().children().add(node);
      }
      path.add(node);
    }
    return path.getFirst();
  }
}
