package org.postern.target.feed;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.postern.target.Artifact;

/** A change of the folder. */
sealed interface FeedStep extends Artifact.Step {
  /**
   * Replaces a list.
   *
   * @param text the content of the feed, ASCII, never empty
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
   * Deletes lists that are no longer published, then replaces the manifest.
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
