package org.postern.target.nftables;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.address.AddressSet;

/**
 * The program as installed, run on a host to its end, with a state folder of its own.
 *
 * @param before what runs it, such as strace with its options; empty for the program alone
 */
record Installed(Host host, Path folder, List<String> before) {
  private static final long PATIENCE_SECONDS = 120;

  Installed {
    before = List.copyOf(before);
  }

  static Installed on(Host host, Path folder) {
    return new Installed(host, folder, List.of());
  }

  /** The same, run by these words. */
  Installed by(String... words) {
    return new Installed(host, folder, List.of(words));
  }

  /**
   * How a run ended.
   *
   * @param exit 128 and the number of the signal for one that was killed
   */
  record Ended(int exit, String output, String error) {}

  Path state() {
    return folder.resolve("state");
  }

  /** Runs a command with {@code --state}. */
  Ended run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.add(System.getProperty("postern.image"));
    command.addAll(List.of(words));
    command.addAll(List.of("--state", state().toString()));
    Path output = folder.resolve("output.txt");
    Path error = folder.resolve("error.txt");
    Process process =
        host.run(
            () ->
                new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile())
                    .start());
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it hangs: " + command);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(process.waitFor(), Files.readString(output), Files.readString(error));
  }

  /** Writes the policy that accepts them at port 25, and runs a command with it. */
  Ended runFor(AddressSet peers, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(words));
    Path policy = folder.resolve("policy.yaml");
    all.add(Files.writeString(policy, CrashIT.policy(peers)).toString());
    return run(all.toArray(String[]::new));
  }
}
