package org.postern.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.AtomicFile;
import org.postern.state.RunState;
import org.postern.state.StateLock;
import org.postern.state.StateStore;

/** The state where files have neither owners nor modes. */
class WithoutModesTest {
  @TempDir Path top = Path.of("");

  @Test
  void isWrittenAndRead() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    disk.forgetModes();
    Path folder = disk.path(top).resolve("state");
    StateStore store = new StateStore(folder);
    try (StateLock lock = store.lock()) {
      store.write(lock, RunState.empty());
    }
    assertEquals(RunState.empty(), store.runState());
    Path file = folder.resolve("x");
    for (String text : new String[] {"one", "two"}) {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(file, content, "rw-r-----");
      assertArrayEquals(content, AtomicFile.read(file, 10));
    }
  }
}
