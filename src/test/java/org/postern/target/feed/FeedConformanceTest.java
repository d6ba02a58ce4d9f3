package org.postern.target.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Span;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;
import org.postern.policy.TargetBinding;
import org.postern.target.TargetConformance;
import org.postern.target.TargetKind;

/** A folder of lists. */
class FeedConformanceTest extends TargetConformance {
  @TempDir private Path folder;

  @Override
  protected Bench bench() {
    return new FeedBench(folder.resolve("feed"));
  }

  private record FeedBench(Path folder) implements Bench {
    @Override
    public TargetKind kind() {
      return new FeedKind();
    }

    @Override
    public TargetBinding binding() {
      return new TargetBinding(
          "feed",
          "edge",
          Span.wholeFile(""),
          Map.of("folder", folder.toString(), "formats", "plain,edl,fortinet,alias,pf,json"));
    }

    @Override
    public Ruleset ruleset(Random random) {
      return new ToyWorld(random).ruleset();
    }

    @Override
    public void others() {
      write("others.txt", "192.0.2.77\n");
    }

    @Override
    public void damage() {
      write("smtp.txt", "0.0.0.0/0\n");
    }

    private void write(String name, String text) {
      try {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> contents() {
      if (!Files.isDirectory(folder)) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(folder)) {
        List<String> lines = new ArrayList<>();
        for (Path file : files.sorted().toList()) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          text.lines().map(line -> file.getFileName() + " " + line).forEach(lines::add);
        }
        return lines;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
