package org.postern.state.blobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.Sizes;
import org.postern.address.Family;
import org.postern.source.DateColumn;
import org.postern.source.DatedTable;
import org.postern.source.EntryTable;
import org.postern.source.EntryTableBuilder;

/** Tables in packs: what is read is what was written, and what has not changed is not written. */
class BlobsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  /** By day every third bit of a file, each of its bytes among them. */
  private static final int STEP = Sizes.pick(3, 1);

  @TempDir private Path folder;
  private final Random random = new Random(1128);

  @ParameterizedTest
  @EnumSource(Family.class)
  void whatIsReadIsWhatWasWritten(Family family) throws IOException {
    for (int size : new int[] {0, 1, 2, 63, 1_024, 1_025, 5_000}) {
      for (int columns = 0; columns < 3; columns++) {
        DatedTable table = table(family, size, columns);
        StoredTable stored = write(table, Optional.empty());
        StoredTable read = new Blobs(folder).read().table(stored.ref());
        assertEquals(table, read.table());
        assertEquals(stored.id(), read.id());
        assertEquals(stored.ref(), BlobRef.parse(stored.ref().toString()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSeriesOfChangesIsReadLikeTheWhole(Family family) throws IOException {
    DatedTable table = table(family, 4_000, 1);
    Optional<StoredTable> stored = Optional.empty();
    for (int round = 0; round < 60; round++) {
      StoredTable next = write(table, stored);
      StoredTable read = new Blobs(folder).read().table(next.ref());
      assertEquals(table, read.table());
      assertEquals(write(table, Optional.empty()).id(), next.id(), "whichever way it came");
      assertTrue(next.packs().size() <= 65, () -> next.packs().size() + " packs");
      stored = Optional.of(random.nextBoolean() ? next : read);
      table = changed(table, round % 7 == 6 ? 3_000 : 10);
    }
  }

  @Test
  void whatHasNotChangedIsNotWrittenAgain() throws IOException {
    DatedTable table = table(Family.IP, 100_000, 1);
    StoredTable stored = write(table, Optional.empty());
    long whole = size();
    StoredTable same = write(table, Optional.of(stored));
    assertEquals(stored.ref(), same.ref());
    assertEquals(whole, size(), "nothing was written");
    write(changed(table, 10), Optional.of(stored));
    assertTrue(size() - whole < whole / 4, () -> "%d of %d".formatted(size() - whole, whole));
  }

  @Test
  void anEntryTakesFewBytes() throws IOException {
    write(table(Family.IP, 100_000, 0), Optional.empty());
    assertTrue(size() < 850_000, () -> size() + " bytes");
  }

  @Test
  void aTableIsNamedByItsContentAndNotByItsDates() throws IOException {
    DatedTable table = table(Family.IP6, 3_000, 1);
    DatedTable later =
        new DatedTable(table.table(), List.of(DateColumn.of(AT.plusSeconds(9), table.size())));
    assertEquals(write(table, Optional.empty()).id(), write(later, Optional.empty()).id());
    assertNotEquals(
        write(table, Optional.empty()).id(), write(changed(table, 1), Optional.empty()).id());
  }

  @Test
  void everyBitThatTurnsAndEveryCutIsNoticed() throws IOException {
    StoredTable stored = write(table(Family.IP6, 40, 2), Optional.empty());
    Path file = Pack.file(folder, stored.ref().pack(), false);
    Files.delete(Pack.file(folder, stored.ref().pack(), true));
    byte[] sound = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * sound.length; bit += STEP) {
      byte[] flipped = sound.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThrows(IOException.class, () -> new Blobs(folder).read().table(stored.ref()));
    }
    for (int length = 0; length < sound.length; length += STEP) {
      Files.write(file, Arrays.copyOf(sound, length));
      assertThrows(IOException.class, () -> new Blobs(folder).read().table(stored.ref()));
    }
    Files.delete(file);
    assertThrows(IOException.class, () -> new Blobs(folder).read().table(stored.ref()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneDamagedFileOfTwoIsReadFromTheOtherAndMended(boolean copy) throws IOException {
    StoredTable stored = write(table(Family.IP, 40, 2), Optional.empty());
    Path file = Pack.file(folder, stored.ref().pack(), copy);
    byte[] sound = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(sound, sound.length / 2));
    Blobs.Reading reading = new Blobs(folder).read();
    assertEquals(stored.table(), reading.table(stored.ref()).table());
    assertEquals(copy ? 0 : 1, reading.damage().size());
    new Blobs(folder).mend(stored.packs());
    assertArrayEquals(sound, Files.readAllBytes(file));
  }

  /**
   * Behind the checksum too: a record that another program wrote is refused, or means something.
   */
  @Test
  void noRecordMakesTheReaderStumble() {
    for (int round = 0; round < 20_000; round++) {
      byte[] record = new byte[random.nextInt(40)];
      random.nextBytes(record);
      try {
        Manifest.read(new BlobRef(new PackName(1, 1), 0), _ -> new ByteReader(record));
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).length() > 3);
      } catch (RuntimeException e) {
        fail("a manifest of " + record.length + " bytes", e);
      }
      try {
        ChunkCodec.Collector all = new ChunkCodec.Collector(Family.IP6, 0, 1);
        all.add(new ByteReader(record), new ByteReader(record));
        all.build(1);
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).length() > 3);
      } catch (RuntimeException e) {
        fail("a chunk of " + record.length + " bytes", e);
      }
    }
  }

  @Test
  void whatNothingNeedsIsSwept() throws IOException {
    StoredTable first = write(table(Family.IP, 3_000, 1), Optional.empty());
    StoredTable second = write(changed(first.table(), 3), Optional.of(first));
    StoredTable other = write(table(Family.IP, 10, 1), Optional.empty());
    Set<PackName> needed = new TreeSet<>(second.packs());
    new Blobs(folder).sweep(needed);
    assertEquals(second.table(), new Blobs(folder).read().table(second.ref()).table());
    assertThrows(IOException.class, () -> new Blobs(folder).read().table(other.ref()));
    assertEquals(needed, new Blobs(folder).names());
  }

  private StoredTable write(DatedTable table, Optional<StoredTable> before) throws IOException {
    Blobs.Writing writing = new Blobs(folder).begin();
    StoredTable stored = writing.table(table, before);
    return writing.isEmpty() ? stored : stored.in(writing.write());
  }

  private long size() {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> !file.toString().endsWith(".copy"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DatedTable table(Family family, int size, int columns) {
    EntryTableBuilder builder = EntryTable.builder(family, size);
    for (int wanted = size; builder.build().size() < size; wanted += 1_000 + size / 4) {
      while (builder.size() < wanted) {
        add(builder, family);
      }
    }
    EntryTable all = builder.build();
    int[] positions =
        random.ints(0, Math.max(1, all.size())).distinct().limit(size).sorted().toArray();
    return dated(all.at(positions, size), columns);
  }

  private void add(EntryTableBuilder builder, Family family) {
    String label = random.nextInt(3) == 0 ? "label " + random.nextInt(20) : "";
    long low = random.nextInt(9) == 0 ? -1L : random.nextLong();
    long span = random.nextInt(3) == 0 ? random.nextInt(300) : 0;
    switch (family) {
      case IP -> {
        long first = low & 0xFFFF_FFFFL;
        builder.add(0, first, 0, Math.min(first + span, 0xFFFF_FFFFL), label);
      }
      case IP6 -> {
        long high = random.nextInt(5) == 0 ? -1L : random.nextLong();
        boolean wide = random.nextInt(5) == 0;
        builder.add(
            high,
            wide ? 0 : low,
            high,
            wide || Long.compareUnsigned(low + span, low) < 0 ? -1L : low + span,
            label);
      }
    }
  }

  private DatedTable dated(EntryTable table, int columns) {
    List<DateColumn> dates = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      DateColumn.Builder builder = DateColumn.builder(table.size());
      for (int i = 0; i < table.size(); i++) {
        builder.add(AT.plusSeconds(random.nextInt(5) * 86_400L));
      }
      dates.add(builder.build());
    }
    return new DatedTable(table, dates);
  }

  private DatedTable changed(DatedTable table, int count) {
    TreeSet<Integer> staying = new TreeSet<>();
    for (int i = 0; i < table.size(); i++) {
      staying.add(i);
    }
    for (int i = 0; i < count; i++) {
      staying.remove(random.nextInt(table.size()));
    }
    EntryTableBuilder builder = EntryTable.builder(table.table().family(), table.size());
    staying.forEach(index -> builder.add(table.table(), index));
    for (int i = 0; i < count; i++) {
      add(builder, table.table().family());
    }
    EntryTable next = builder.build();
    DateColumn.Builder dates = DateColumn.builder(next.size());
    for (int i = 0; i < next.size(); i++) {
      int known = table.table().bounds().search(next.bounds(), i);
      dates.add(known < 0 ? AT.plusSeconds(99) : table.dates().getFirst().at(known));
    }
    return new DatedTable(next, List.of(dates.build()));
  }
}
