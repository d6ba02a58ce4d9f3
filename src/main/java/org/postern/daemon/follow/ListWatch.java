package org.postern.daemon.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.daemon.loop.Recurring;

/**
 * Tells which list files have changed, once they are as they were at the look before: a list that
 * is still being written would be read half. It looks at their attributes, which also shows a link
 * that leads elsewhere and a file on another host, of neither of which the kernel tells
 * (inotify(7)).
 */
public final class ListWatch {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Supplier<Set<Path>> files;
  private final Consumer<Set<Path>> changed;
  private final Map<Path, Seen> seen = new HashMap<>();

  /**
   * The marks that tell two contents of one path apart.
   *
   * @param file the number that the file system gives to the file at the path
   */
  private record Stamp(long size, FileTime modified, Optional<Object> file) {}

  /**
   * The result of a look at a path.
   *
   * @param stamp empty where no file can be looked at
   * @param moving whether it was another one at the look before
   */
  private record Seen(Optional<Stamp> stamp, boolean moving) {}

  public ListWatch(Supplier<Set<Path>> files, Consumer<Set<Path>> changed) {
    this.files = files;
    this.changed = changed;
  }

  /** Looks every second, on a thread that may hang where a file system hangs. */
  public Recurring start() {
    return Recurring.start(Thread.ofPlatform().daemon().name("watching lists"), EVERY, this::look);
  }

  /** Looks once. */
  void look() {
    Set<Path> now = files.get();
    seen.keySet().retainAll(now);
    Set<Path> rested = new LinkedHashSet<>();
    for (Path path : now) {
      Optional<Stamp> stamp = stamp(path);
      Seen before = seen.getOrDefault(path, new Seen(stamp, false));
      boolean moving = !before.stamp().equals(stamp);
      if (before.moving() && !moving) {
        rested.add(path);
      }
      seen.put(path, new Seen(stamp, moving));
    }
    if (!rested.isEmpty()) {
      changed.accept(rested);
    }
  }

  private static Optional<Stamp> stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(
              attributes.size(),
              attributes.lastModifiedTime(),
              Optional.ofNullable(attributes.fileKey())));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
