package org.postern.target.nftables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.Sizes;
import org.postern.plan.Ruleset;
import org.postern.target.Artifact;
import org.postern.target.nftables.layout.BatchStep;
import org.postern.target.nftables.wire.Batch;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Request;

/** What the measurements have in common. */
final class Benchmarks {
  /** Rounds of what takes seconds. */
  static final int FEW = 3;

  /** Rounds of what takes milliseconds. */
  static final int MANY = 100;

  /** The list of the largest rows, and the smaller one. */
  static final int LARGE = Sizes.pick(20_000, 500_000);

  static final int MEDIUM = Sizes.pick(4_000, 100_000);

  private Benchmarks() {}

  /**
   * What the ruleset makes us send to a host without us, for another program to send. Each datagram
   * is a file of its own, named in their order.
   */
  static List<String> datagrams(Ruleset wanted, Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    int sequence = 1;
    for (List<Request> requests : batches(wanted)) {
      Batch batch = Batch.encode(requests, sequence, Optional.empty());
      sequence += batch.messages();
      Path file = folder.resolve("datagram" + files.size());
      Files.write(file, Arrays.copyOf(batch.buffer(), batch.length()));
      files.add(file.toString());
    }
    return files;
  }

  private static List<List<Request>> batches(Ruleset wanted) {
    try (World world = new World()) {
      Host host = world.host("nobody");
      int longest = host.connected(NftablesConnection::maxBatch);
      List<List<Request>> batches = new ArrayList<>();
      for (Artifact.Step step : new Daemon(host).compile(wanted).steps()) {
        batches.addAll(Batch.divide(((BatchStep) step).requests(), longest));
      }
      return batches;
    }
  }
}
