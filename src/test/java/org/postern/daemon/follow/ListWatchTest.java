package org.postern.daemon.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListWatchTest {
  @TempDir private Path folder;

  private final List<Set<Path>> told = new ArrayList<>();
  private Path list = Path.of("unset");
  private Set<Path> followed = Set.of();
  private final ListWatch watch = new ListWatch(() -> followed, told::add);

  @BeforeEach
  void follow() throws IOException {
    list = Files.writeString(folder.resolve("list"), "192.0.2.1\n");
    followed = Set.of(list);
    watch.look();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Test
  void whatStaysIsNotTold() {
    look(5);
    assertEquals(List.of(), told);
  }

  @Test
  void aChangeIsToldOnceWhenItIsAtRest() throws IOException {
    Files.writeString(list, "192.0.2.1\n192.0.2.2\n");
    look(1);
    assertEquals(List.of(), told);
    look(3);
    assertEquals(List.of(Set.of(list)), told);
  }

  @Test
  void aListThatIsStillWrittenIsNotTold() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(list, "192.0.2.1\n".repeat(i + 2));
      look(1);
    }
    assertEquals(List.of(), told);
    look(1);
    assertEquals(List.of(Set.of(list)), told);
  }

  @Test
  void aFileInItsPlaceIsAChangeEvenWithItsSizeAndTime() throws IOException {
    FileTime time = FileTime.from(Instant.parse("2026-12-06T12:00:00Z"));
    Files.setLastModifiedTime(list, time);
    look(2);
    told.clear();
    Path other = Files.writeString(folder.resolve("other"), "192.0.2.9\n");
    Files.setLastModifiedTime(other, time);
    Files.move(other, list, StandardCopyOption.REPLACE_EXISTING);
    look(2);
    assertEquals(List.of(Set.of(list)), told);
  }

  @Test
  void aLinkThatLeadsElsewhereIsAChange() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "192.0.2.9\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), list);
    followed = Set.of(link);
    look(2);
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    look(2);
    assertEquals(List.of(Set.of(link)), told);
  }

  @Test
  void whatGoesAndComesIsToldEachTime() throws IOException {
    Files.delete(list);
    look(2);
    Files.writeString(list, "192.0.2.1\n");
    look(2);
    assertEquals(List.of(Set.of(list), Set.of(list)), told);
  }

  @Test
  void whatIsNotFollowedAnyMoreIsForgotten() throws IOException {
    followed = Set.of();
    look(1);
    Files.writeString(list, "192.0.2.1\n192.0.2.2\n");
    followed = Set.of(list);
    look(3);
    assertEquals(List.of(), told);
  }
}
