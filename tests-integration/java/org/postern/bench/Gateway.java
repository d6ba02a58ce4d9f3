package org.postern.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host with a policy over one list, and the program as installed.
 *
 * @param namespace of the host
 * @param folder of the policy and the state
 * @param entries how many the list has
 */
record Gateway(Namespace namespace, Path folder, int entries) {
  private static final Path IMAGE = Path.of(System.getProperty("postern.image"));
  private static final String TABLE = "inet postern";

  static Gateway create(Namespace namespace, Path folder, int entries) throws IOException {
    Gateway gateway = new Gateway(namespace, Files.createDirectory(folder), entries);
    Files.writeString(
        gateway.policy(),
        """
        sets:
          filter:
            sources: [{file: list.txt}]
            guard: {at-most: 10000000}
            keep: {removed: 0s}
        rules:
          - {name: smtp, hook: input, port: tcp/25, accept: [filter], otherwise: drop}
        """);
    return gateway;
  }

  Path policy() {
    return folder.resolve("policy.yaml");
  }

  Path state() {
    return folder.resolve("state");
  }

  Path listFile() {
    return folder.resolve("list.txt");
  }

  /** Replaces the list by that of another round, in one step. */
  void list(int round) throws IOException {
    Path next = folder.resolve("list.next");
    SampleLists.write(next, entries, round);
    Files.move(next, listFile(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The words that run a command of ours. */
  List<String> command(String... words) {
    List<String> all = new ArrayList<>(List.of(IMAGE.toString()));
    all.addAll(List.of(words));
    if (!words[0].equals("check") && !words[0].equals("compile")) {
      all.addAll(List.of("--state", state().toString()));
    }
    return all;
  }

  /** Runs a command, measured. */
  Measured measure(String... words) throws IOException, InterruptedException {
    return namespace.measure(command(words));
  }

  /** Runs a command, recorded. */
  StateTrace trace(String... words) throws IOException, InterruptedException {
    Path trace = folder.resolve("trace.txt");
    List<String> all = new ArrayList<>(StateTrace.recordedIn(trace));
    all.addAll(command(words));
    namespace.run(all);
    return StateTrace.read(trace, state());
  }

  /** Hello world on the Java of the image, with the options of the launcher. */
  static List<String> hello() {
    return List.of(
        IMAGE.resolve("../../runtime/bin/java").normalize().toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        Hello.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
        Hello.class.getName());
  }

  /** Takes our rules out of the kernel, as a flush does. */
  void flush() throws IOException, InterruptedException {
    namespace.run("nft", "delete", "table", "inet", "postern");
  }

  /** Forgets everything: what comes next is a first apply. */
  void forget() throws IOException, InterruptedException {
    if (namespace.run("nft", "list", "tables").contains(TABLE)) {
      flush();
    }
    if (Files.exists(state())) {
      try (Stream<Path> files = Files.walk(state())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Bytes of the state, as du(1) counts them. */
  long stateBytes() throws IOException {
    try (Stream<Path> files = Files.walk(state())) {
      return files.filter(Files::isRegularFile).mapToLong(Gateway::blocks).sum();
    }
  }

  private static long blocks(Path file) {
    try {
      long block = Files.getFileStore(file).getBlockSize();
      return (Files.size(file) + block - 1) / block * block;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
