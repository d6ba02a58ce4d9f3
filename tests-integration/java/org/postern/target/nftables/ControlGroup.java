package org.postern.target.nftables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A control group: the kernel charges to it what the programs in it have it keep, and sets of
 * nftables are among that. Of either version of cgroups(7), whichever has the memory.
 */
final class ControlGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String NAME = "postern-it-" + ProcessHandle.current().pid();
  private static final String USAGE_1 = "memory.kmem.usage_in_bytes";
  private static final String USAGE_2 = "memory.stat";

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  static ControlGroup create() throws IOException {
    Path first = ROOT.resolve("memory");
    Path parent = Files.exists(first.resolve(USAGE_1)) ? first : ROOT;
    ControlGroup group = new ControlGroup(Files.createDirectory(parent.resolve(NAME)));
    if (Files.notExists(group.folder.resolve(USAGE_1))
        && Files.notExists(group.folder.resolve(USAGE_2))) {
      group.close();
      throw new AssertionError("no control groups with memory in " + ROOT);
    }
    return group;
  }

  /** The words that run a program in this group. */
  String[] command(List<String> words) {
    List<String> all = new ArrayList<>(List.of("sh", "-c", "echo $$ > $0 && exec \"$@\""));
    all.add(folder.resolve("cgroup.procs").toString());
    all.addAll(words);
    return all.toArray(String[]::new);
  }

  /** Bytes that the kernel keeps for itself on behalf of the group. */
  long kernelMemory() throws IOException {
    Path first = folder.resolve(USAGE_1);
    if (Files.exists(first)) {
      return Long.parseLong(Files.readString(first).strip());
    }
    for (String line : Files.readAllLines(folder.resolve(USAGE_2))) {
      if (line.startsWith("kernel ")) {
        return Long.parseLong(line.substring("kernel ".length()));
      }
    }
    throw new AssertionError("this kernel does not tell in memory.stat what it keeps for itself");
  }

  @Override
  public void close() {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
