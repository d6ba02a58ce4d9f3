package org.postern.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the memory of a group is told, for both versions and what containers show of them. */
class ControlGroupTest {
  private static final String V2 =
      "29 22 0:25 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
  private static final String V1 =
      """
      30 22 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
      31 22 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
      32 22 0:28 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory
      """;

  @TempDir private Path root;

  private Optional<ControlGroup.Memory> memory(String cgroup, String mounts) throws IOException {
    Path process = Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(process.resolve("cgroup"), cgroup);
    Files.writeString(process.resolve("mountinfo"), mounts);
    return ControlGroup.of(process, root).flatMap(ControlGroup::read);
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  @Test
  void aUnitOfVersionTwo() throws IOException {
    String folder = "sys/fs/cgroup/system.slice/postern.service/";
    file(folder + "memory.current", "104857600\n");
    file(folder + "memory.max", "268435456\n");
    file(folder + "memory.stat", "anon 1\nkernel_stack 7\nkernel 5242880\nslab 4\n");
    assertEquals(
        Optional.of(
            new ControlGroup.Memory(
                104_857_600, OptionalLong.of(268_435_456), OptionalLong.of(5_242_880))),
        memory("0::/system.slice/postern.service\n", V2));
  }

  @Test
  void anOlderKernelTellsOfItsSlabsOnlyAndNoLimitIsNone() throws IOException {
    file("sys/fs/cgroup/a/memory.current", "1000\n");
    file("sys/fs/cgroup/a/memory.max", "max\n");
    file("sys/fs/cgroup/a/memory.stat", "anon 1\nslab 400\n");
    assertEquals(
        Optional.of(new ControlGroup.Memory(1000, OptionalLong.empty(), OptionalLong.of(400))),
        memory("0::/a\n", V2));
  }

  @Test
  void versionOneCountsWhereItsControllerIs() throws IOException {
    String folder = "sys/fs/cgroup/memory/system.slice/postern.service/";
    file(folder + "memory.usage_in_bytes", "3000\n");
    file(folder + "memory.limit_in_bytes", "9223372036854771712\n");
    file(folder + "memory.kmem.usage_in_bytes", "2000\n");
    assertEquals(
        Optional.of(new ControlGroup.Memory(3000, OptionalLong.empty(), OptionalLong.of(2000))),
        memory("5:cpu,cpuacct:/\n4:memory:/system.slice/postern.service\n0::/elsewhere\n", V1));
  }

  @Test
  void aMountThatShowsAPartIsFollowed() throws IOException {
    file("sys/fs/cgroup/unit/memory.current", "1\n");
    assertEquals(
        Optional.of(new ControlGroup.Memory(1, OptionalLong.empty(), OptionalLong.empty())),
        memory("0::/docker/7/unit\n", V2.replace("0:25 / ", "0:25 /docker/7 ")));
  }

  @Test
  void whatCannotBeToldIsEmpty() throws IOException {
    assertEquals(Optional.empty(), memory("", V2));
    assertEquals(Optional.empty(), memory("0::/gone\n", V2));
    assertEquals(Optional.empty(), memory("0::/../above\n", V2));
    assertEquals(Optional.empty(), memory("0::/docker/8\n", V2.replace("0:25 / ", "0:25 /x ")));
    assertEquals(Optional.empty(), memory("nonsense\n", "nonsense\n"));
    file("sys/fs/cgroup/odd/memory.current", "99999999999999999999999\n");
    assertEquals(Optional.empty(), memory("0::/odd\n", V2));
    assertEquals(
        Optional.empty(), ControlGroup.of(root.resolve("none"), root).flatMap(ControlGroup::read));
  }

  /** Whatever this machine has, the question is answered. */
  @Test
  void thisMachineIsAsked() {
    assertTrue(ControlGroup.memory().map(memory -> memory.current() > 0).orElse(true));
  }
}
