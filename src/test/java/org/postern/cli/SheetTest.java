package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.host.JsonTree;
import org.postern.pipeline.Lab;
import org.postern.target.sheet.SheetKind;

/** A sheet from the policy to the person and back. */
class SheetTest {
  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  SheetTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).kind(new SheetKind());
    this.terminal = new Terminal(lab);
    policy("groupwise", "192.0.2.1, 192.0.2.2", "spare: []");
  }

  private void policy(String system, String peers, String more) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [%s], guard: {shrink: 100%%, grow: 1000%%}}}
        rules:
          - {name: mta, hook: smtp, accept: [filter], otherwise: reject, %s}
        targets: [{sheet: {name: gwia, for: %s, folder: "%s"}}]
        """
            .formatted(peers, more, system, folder.resolve("sheets")));
  }

  private Terminal.Seen apply(int exit) {
    return terminal.type(exit, "apply", lab.file().toString());
  }

  private JsonTree target(int exit, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--format", "json"));
    return terminal.type(exit, all.toArray(String[]::new)).json().objects("targets").getFirst();
  }

  private String waiting() throws IOException {
    return target(1, "status").object("waiting").string("digest");
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("sheets"))) {
      for (Path file : files.toList()) {
        texts.put(
            folder.resolve("sheets").relativize(file).toString(),
            Files.readString(file) + Files.getLastModifiedTime(file));
      }
    }
    return texts;
  }

  private String csv() throws IOException {
    return Files.readString(folder.resolve("sheets").resolve("sheet-" + waiting() + ".csv"));
  }

  @Test
  void handedUntilAttestedAndThenInSync() throws IOException {
    Terminal.Seen handed = apply(4);
    String digest = waiting();
    assertTrue(handed.out().contains("gwia: handed: sheet " + digest), handed::toString);
    assertTrue(handed.out().contains("postern attest gwia " + digest), handed::toString);
    Map<String, String> files = files();
    JsonTree again = target(4, "apply", lab.file().toString());
    assertEquals("handed", again.string("status"));
    assertEquals(digest, again.string("digest"));
    assertEquals(files, files(), "nothing is written again");
    assertFalse(
        terminal
            .type(4, "apply", lab.file().toString(), "--format", "json")
            .json()
            .truth("changed"));
    Terminal.Seen status = terminal.type(1, "status");
    assertTrue(status.out().contains("sheet " + digest + " is not attested"), status::toString);
    Terminal.Seen nagios = terminal.type(2, "status", "--nagios");
    assertTrue(nagios.out().contains(digest), nagios::toString);

    terminal.type(0, "attest", "gwia", digest, "--by", "Ada Lovelace", "--reason", "CHG-7");
    Terminal.Seen done = apply(0);
    assertTrue(done.out().contains("proof attested: sheet " + digest), done::toString);
    JsonTree attested = target(0, "status").object("attested");
    assertEquals("Ada Lovelace", attested.string("by"));
    assertEquals(lab.now().toString(), attested.string("at"));
    assertTrue(terminal.type(0, "status").out().contains("by Ada Lovelace at"));
    assertTrue(terminal.type(0, "history").out().contains("attested sheet " + digest));
    assertEquals("attested", target(0, "apply", lab.file().toString()).string("proof"));
  }

  @Test
  void aSetThatMovesIsAnAlarmAndANewSheetOfTheDifference() throws IOException {
    apply(4);
    terminal.type(0, "attest", "gwia", waiting());
    apply(0);
    policy("groupwise", "192.0.2.2, 192.0.2.3", "spare: []");
    JsonTree moved = terminal.type(4, "apply", lab.file().toString(), "--format", "json").json();
    assertTrue(moved.truth("changed"));
    assertEquals(
        """
        "action","rule","entry","prefix","first","last","mask"
        "add","","192.0.2.3","192.0.2.3","192.0.2.3","192.0.2.3","255.255.255.255"
        "remove","","192.0.2.1","192.0.2.1","192.0.2.1","192.0.2.1","255.255.255.255"
        """,
        csv().replace("\r", ""));
    terminal.type(0, "attest", "gwia", waiting());
    apply(0);
  }

  @Test
  void anOldOrWrongDigestIsRefusedAndTheRightOneNamed() throws IOException {
    apply(4);
    String first = waiting();
    policy("groupwise", "192.0.2.9", "spare: []");
    apply(4);
    String second = waiting();
    for (String wrong : List.of(first, "000000000000", "../../etc/passwd", second.substring(1))) {
      Terminal.Seen refused = terminal.type(64, "attest", "gwia", wrong);
      assertTrue(refused.err().contains("postern attest gwia " + second), refused::toString);
    }
    assertTrue(terminal.type(64, "attest", "nowhere", second).err().contains("there are gwia"));
    terminal.type(64, "attest", "gwia", second, "--by", "a\nb");
    terminal.type(0, "attest", "sheet", second);
    apply(0);
    assertTrue(
        terminal.type(64, "attest", "gwia", first).err().contains("attested is sheet " + second));
    terminal.type(0, "attest", "gwia", second);
  }

  /** A sheet that was not attested may be carried out in part: the next one takes it back too. */
  @Test
  void whatAnEarlierSheetAskedForIsTakenBack() throws IOException {
    apply(4);
    terminal.type(0, "attest", "gwia", waiting());
    policy("groupwise", "192.0.2.1, 192.0.2.2, 192.0.2.7", "spare: []");
    apply(4);
    policy("groupwise", "192.0.2.1, 192.0.2.2", "spare: []");
    apply(4);
    String back = csv();
    assertTrue(back.contains("\"remove\",\"\",\"192.0.2.7\""), back);
    assertFalse(back.contains("\"add\""), back);
    terminal.type(0, "attest", "gwia", waiting());
    apply(0);
  }

  @Test
  void removeWritesASheetThatTakesItBack() throws IOException {
    apply(4);
    terminal.type(0, "attest", "gwia", waiting());
    terminal.type(4, "remove");
    JsonTree status = target(1, "status");
    String digest = status.object("waiting").string("digest");
    String page = Files.readString(Path.of(status.object("waiting").strings("files").getFirst()));
    assertTrue(page.contains("every peer gets in again"), page);
    terminal.type(0, "attest", "gwia", digest);
    assertEquals(Map.of(), files());
  }

  @Test
  void whatTheSystemCannotDoIsRefusedWithTheWayOut() throws IOException {
    policy("groupwise", "192.0.2.1", "spare: [authenticated]");
    Terminal.Seen users = apply(65);
    assertTrue(users.err().contains("would cut off users"), users::toString);
    assertTrue(users.err().contains("spare: [] in the rule"), users::toString);
    policy("exchange55", "192.0.2.1, \"2001:db8::1\"", "spare: []");
    Terminal.Seen family = apply(65);
    assertTrue(family.err().contains("knows no IPv6"), family::toString);
    assertTrue(family.err().contains("::/0"), family::toString);
    policy("groupwise", "192.0.0.0/16", "spare: []");
    Terminal.Seen many = apply(65);
    assertTrue(many.err().contains("this one needs 65,536"), many::toString);
    policy("lotus", "192.0.2.1", "spare: []");
    assertTrue(terminal.type(65, "check", lab.file().toString()).err().contains("P0317"));
    assertFalse(Files.exists(folder.resolve("sheets/handed.json")));
  }

  @Test
  void aRecordThatMakesNoSenseIsNoEmptyList() throws IOException {
    apply(4);
    terminal.type(0, "attest", "gwia", waiting());
    Path record = folder.resolve("sheets/attested.json");
    for (String nonsense : List.of("", "{}", "[1]", "{\"version\": 9}", "{\"version\": 1")) {
      Files.writeString(record, nonsense);
      Terminal.Seen refused = apply(69);
      assertTrue(refused.err().contains(record.toString()), refused::toString);
    }
  }

  @Test
  void compiledItIsAPageInThreeForms() throws IOException {
    Path out = folder.resolve("out");
    terminal.type(0, "compile", lab.file().toString(), "--target", "gwia", "-o", out.toString());
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(
          List.of("csv", "html", "md"),
          files.map(file -> file.toString().replaceAll(".*\\.", "")).sorted().toList());
    }
    assertFalse(Files.exists(folder.resolve("sheets")));
  }
}
