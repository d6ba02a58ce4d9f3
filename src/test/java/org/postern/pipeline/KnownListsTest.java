package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.diagnostic.Report;
import org.postern.pipeline.ask.LastGoodLists;
import org.postern.source.EntryTable;
import org.postern.source.LastGood;
import org.postern.source.Resolution;
import org.postern.state.StateStore;

/** A list that is as it was is not read entry by entry, and means what reading it would mean. */
class KnownListsTest {
  private static final int ENTRIES = 8_000;

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void policy() throws IOException {
    lab =
        new Lab(folder)
            .policy(
                """
                sets: {f: {sources: [{file: list.txt}, 10.0.0.1]}}
                rules: [{name: smtp, port: tcp/25, accept: [f], otherwise: drop}]
                """);
  }

  private static String address(int i) {
    return "20.%d.%d.%d".formatted(i >> 15, i >> 7 & 255, (i & 127) * 2);
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("# a comment");
    for (int i = 0; i < ENTRIES; i++) {
      lines.add(address(i) + (i % 3 == 0 ? " label " + i % 7 : ""));
    }
    return lines;
  }

  private void write(List<String> lines) throws IOException {
    Files.write(folder.resolve("list.txt"), lines);
  }

  private Outcome.Proven apply() throws IOException {
    return assertInstanceOf(
        Outcome.Proven.class, lab.pipeline().apply(Request.of(lab.file())).getFirst());
  }

  private AddressSet held() throws IOException {
    return apply().held().owned().rule("smtp").orElseThrow().peers().asSet();
  }

  private String origin() throws IOException {
    for (LastGood one : new StateStore(lab.state()).runState().guards().lastGood()) {
      Optional<String> origin = one.named().table().origin();
      if (one.key().family() == Family.IP && origin.isPresent()) {
        return origin.get();
      }
    }
    return "";
  }

  private Optional<Map<Family, EntryTable>> known(String origin) {
    String source = "file list.txt";
    return new LastGoodLists(new StateStore(lab.state())).named(source, origin);
  }

  private EntryTable known(String origin, Family family) {
    return Optional.ofNullable(known(origin).orElseThrow().get(family)).orElseThrow();
  }

  @Test
  void aListThatIsAsItWasIsKnownByAnotherProcess() throws IOException {
    write(lines());
    AddressSet first = held();
    String origin = origin();
    assertTrue(origin.contains("-" + Files.size(folder.resolve("list.txt")) + "-"), origin);
    assertEquals(ENTRIES, known(origin, Family.IP).size());
    assertEquals(0, known(origin, Family.IP6).size());
    assertEquals("label 0", known(origin, Family.IP).label(0));
    lab.later(Duration.ofHours(3));
    assertEquals(first, held());
    assertEquals(origin, origin());
    assertEquals(1, apply().generation());
  }

  @Test
  void oneDigitThatDiffersIsSeen() throws IOException {
    List<String> lines = lines();
    write(lines);
    AddressSet first = held();
    String origin = origin();
    lines.set(4_000, lines.get(4_000).replaceFirst("^20", "21"));
    write(lines);
    AddressSet second = held();
    assertEquals(1, second.subtract(first).prefixes().size());
    assertTrue(!origin.equals(origin()), origin);
    assertTrue(known(origin).isEmpty());
  }

  /** The entries are the same, and the list has another name from then on. */
  @Test
  void anotherCommentIsNoOtherList() throws IOException {
    List<String> lines = lines();
    write(lines);
    AddressSet first = held();
    String origin = origin();
    lines.set(0, "# another comment");
    write(lines);
    lab.later(Duration.ofHours(2));
    assertEquals(first, held());
    assertEquals(1, apply().generation());
    assertTrue(!origin.equals(origin()), origin);
    assertEquals(ENTRIES, known(origin(), Family.IP).size());
  }

  /** What the guards hold back was published all the same, and is asked for again. */
  @Test
  void aListOfWhichPartIsHeldIsNotKnown() throws IOException {
    write(lines().subList(0, 5_000));
    apply();
    List<String> lines = lines();
    lines.addAll(lines().stream().map(line -> line.replaceFirst("^20", "22")).toList());
    write(lines);
    lab.pipeline().apply(Request.of(lab.file()));
    StateStore store = new StateStore(lab.state());
    assertEquals(1, store.runState().guards().pending().size());
    int published =
        lab
            .pipeline()
            .prepare(Request.of(lab.file()), new Report())
            .orElseThrow()
            .resolved()
            .resolutions()
            .stream()
            .filter(Resolution.Fresh.class::isInstance)
            .mapToInt(one -> ((Resolution.Fresh) one).entries().size())
            .sum();
    assertEquals(2 * ENTRIES + 1, published);
  }

  @Test
  void aListWithAMistakeIsRefusedHoweverOftenItIsRead() throws IOException {
    List<String> lines = lines();
    write(lines);
    AddressSet first = held();
    lines.set(77, "no address");
    write(lines);
    for (int i = 0; i < 2; i++) {
      assertInstanceOf(
          Outcome.Rejected.class, lab.pipeline().apply(Request.of(lab.file())).getFirst());
    }
    write(lines());
    assertEquals(first, held());
  }
}
