package org.postern.target.feed;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.postern.target.Artifact;

/** A change of the folder. */
sealed interface FeedStep extends Artifact.Step {
  /**
   * A list is replaced.
   *
   * @param text all of it, ASCII, never empty
   */
  record Write(String name, String text) implements FeedStep {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String title() {
      return name;
    }
  }

  /**
   * The manifest is replaced, when lists that are published no more are gone.
   *
   * @param gone the names of those lists
   */
  record Publish(Manifest manifest, Set<String> gone) implements FeedStep {
    public Publish {
      gone = new TreeSet<>(gone);
    }

    @Override
    public String title() {
      return Manifest.NAME;
    }

    @Override
    public String text() {
      return new String(manifest.bytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  default String ending() {
    return title().endsWith(".json") ? "json" : "txt";
  }

  @Override
  default String fileName(int number) {
    return title();
  }
}
