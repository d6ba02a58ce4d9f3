package org.postern.target.nftables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that ran to its end in a namespace.
 *
 * @param output what it printed
 * @param nanos how long it took, from before it was started
 */
record Child(String output, long nanos) {

  /**
   * A child with what it needed of the machine.
   *
   * @param cpu nanoseconds that it and the kernel worked for it, in steps of 10 ms
   * @param peak bytes of memory at most, of the largest of its processes
   */
  record Measured(Child child, long cpu, long peak) {
    static Measured of(Child child, String report) {
      String[] words = report.strip().split(" ", -1);
      double seconds = Double.parseDouble(words[0]) + Double.parseDouble(words[1]);
      return new Measured(child, Math.round(seconds * 1e9), Long.parseLong(words[2]) << 10);
    }
  }

  /** Runs a program in the namespace of the host; fails unless it ends well. */
  static Child run(Host host, String... words) {
    return host.run(() -> run(words));
  }

  /** The same, with a look at its memory. */
  static Measured measure(Host host, String... words) throws IOException {
    Path report = Files.createTempFile("postern-it", ".time");
    try {
      List<String> all = new ArrayList<>(List.of("/usr/bin/time", "-f", "%U %S %M", "-o"));
      all.add(report.toString());
      all.addAll(List.of(words));
      Child child = run(host, all.toArray(String[]::new));
      return Measured.of(child, Files.readString(report));
    } finally {
      Files.delete(report);
    }
  }

  private static Child run(String... words) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = start(words);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    long nanos = System.nanoTime() - begin;
    if (status != 0) {
      throw new AssertionError(String.join(" ", words) + " ended with " + status + ": " + output);
    }
    return new Child(output, nanos);
  }

  private static Process start(String... words) {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError(
          words[0] + " is missing: apt-get install nftables time gcc libc6-dev", e);
    }
  }
}
