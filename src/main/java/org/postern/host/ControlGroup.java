package org.postern.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The control group that a process is in, as far as its memory goes: under a service manager that
 * is its unit. The kernel charges to it what it keeps on behalf of the process, the elements of
 * packet filter sets among that. Of either version of cgroups(7); see also
 * Documentation/admin-guide/cgroup-v2.rst of the kernel.
 */
public final class ControlGroup {
  private static final String MEMORY_CONTROLLER = "memory";

  /** The limit that means none: version 1 says so with the largest number of pages, in bytes. */
  private static final long NO_LIMIT = 1L << 62;

  private final Path folder;
  private final boolean unified;

  private ControlGroup(Path folder, boolean unified) {
    this.folder = folder;
    this.unified = unified;
  }

  /**
   * The memory that is charged to the group, in bytes.
   *
   * @param current all memory: processes, kernel, files in memory
   * @param limit the limit at which processes of the group are killed; empty when there is none
   * @param kernel the part that the kernel keeps; before Linux 5.18 with version 2, only that of
   *     the slab allocator; empty where the kernel does not tell
   */
  public record Memory(long current, OptionalLong limit, OptionalLong kernel) {}

  /** Returns the memory of the group that this process has for itself; empty where it has none. */
  public static Optional<Memory> memory() {
    return of(Path.of("/proc/self"), Path.of("/"))
        .filter(group -> group.isOwn(ProcessHandle.current()))
        .flatMap(ControlGroup::read);
  }

  /**
   * Tells whether a process shares its group with none but its own children: it was started as a
   * unit.
   */
  boolean isOwn(ProcessHandle process) {
    Set<Long> own = new HashSet<>(Set.of(process.pid()));
    process.descendants().map(ProcessHandle::pid).forEach(own::add);
    try {
      return Files.readAllLines(folder.resolve("cgroup.procs")).stream()
          .map(String::strip)
          .allMatch(pid -> pid.matches("[0-9]{1,10}") && own.contains(Long.valueOf(pid)));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns the group of a process.
   *
   * @param process the folder of the process below /proc
   * @param root the root of the file system that its mount points are seen from
   */
  static Optional<ControlGroup> of(Path process, Path root) {
    try {
      List<String> groups = Files.readAllLines(process.resolve("cgroup"));
      List<String> mounts = Files.readAllLines(process.resolve("mountinfo"));
      for (String line : groups) {
        String[] fields = line.split(":", 3);
        if (fields.length == 3 && List.of(fields[1].split(",")).contains(MEMORY_CONTROLLER)) {
          return mounted(mounts, fields[2], root, false);
        }
      }
      for (String line : groups) {
        if (line.startsWith("0::")) {
          return mounted(mounts, line.substring("0::".length()), root, true);
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * Returns the folder in which the group is seen: a mount may show only a part of the tree
   * (proc_pid_mountinfo(5)).
   */
  private static Optional<ControlGroup> mounted(
      List<String> mounts, String group, Path root, boolean unified) {
    for (String line : mounts) {
      String[] halves = line.split(" - ", 2);
      String[] mount = halves[0].split(" ", -1);
      String[] system = halves.length < 2 ? new String[0] : halves[1].split(" ", -1);
      if (mount.length < 5 || system.length < 3 || !isOf(system, unified)) {
        continue;
      }
      Path shown = Path.of(mount[3]);
      if (Path.of(group).startsWith(shown)) {
        Path folder = root.resolve(mount[4].substring(1)).resolve(shown.relativize(Path.of(group)));
        return Optional.of(new ControlGroup(folder, unified))
            .filter(one -> Files.isDirectory(one.folder));
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(String[] system, boolean unified) {
    return unified
        ? system[0].equals("cgroup2")
        : system[0].equals("cgroup") && List.of(system[2].split(",")).contains(MEMORY_CONTROLLER);
  }

  Optional<Memory> read() {
    OptionalLong current = number(unified ? "memory.current" : "memory.usage_in_bytes");
    if (current.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong limit = number(unified ? "memory.max" : "memory.limit_in_bytes");
    return Optional.of(
        new Memory(
            current.getAsLong(),
            limit.isPresent() && limit.getAsLong() < NO_LIMIT ? limit : OptionalLong.empty(),
            unified ? kernel() : number("memory.kmem.usage_in_bytes")));
  }

  private OptionalLong kernel() {
    OptionalLong all = statistic("kernel");
    return all.isPresent() ? all : statistic("slab");
  }

  private OptionalLong statistic(String name) {
    try {
      for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
        if (line.startsWith(name + " ")) {
          return parsed(line.substring(name.length() + 1));
        }
      }
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private OptionalLong number(String file) {
    try {
      return parsed(Files.readString(folder.resolve(file)).strip());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Parses a number; empty for "max", and for one that does not fit. */
  private static OptionalLong parsed(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
