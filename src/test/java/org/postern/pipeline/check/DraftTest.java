package org.postern.pipeline.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.diagnostic.Code;
import org.postern.diagnostic.Report;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.Policy;
import org.postern.policy.Refusal;
import org.postern.policy.parse.edit.PolicyEdit;
import org.postern.policy.parse.edit.PolicyEdit.NewSource;

/** A policy that is changed in memory and written in the end. */
class DraftTest {
  private static final String POLICY =
      """
      include: [inc.yaml]
      sets:
        own:
          sources:
            - 192.0.2.1   # one
            - {file: list.txt}
      rules:
        - name: smtp
          port: tcp/25
          accept: [own, cloud]
          otherwise: observe
      """;

  private static final String INCLUDED = "sets: {cloud: {sources: [198.51.100.1]}}\n";

  private static final PolicyEdit ADD =
      new PolicyEdit.AddSource("own", NewSource.Addresses.of("203.0.113.7"));
  private static final PolicyEdit DROP =
      new PolicyEdit.DropSource(Optional.of("own"), "203.0.113.7");
  private static final PolicyEdit CLOUD =
      new PolicyEdit.AddSource("cloud", new NewSource.Name("n.example"));

  @TempDir private Path folder;

  private final PolicyFiles disk = PolicyFiles.ofNoTarget();

  private Path file() {
    return folder.resolve("policy.yaml");
  }

  private Path included() {
    return folder.resolve("inc.yaml");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(file(), POLICY);
    Files.writeString(included(), INCLUDED);
    Files.writeString(folder.resolve("list.txt"), "192.0.2.99\n");
  }

  private Draft open() {
    return Draft.open(disk, file(), new Report()).orElseThrow();
  }

  private static Draft edited(Draft draft, PolicyEdit edit) {
    return draft.edit(edit) instanceof Draft.Edited.Done done
        ? done.draft()
        : fail(edit + " was refused");
  }

  @Test
  void showsWhatItWouldWrite() {
    Draft draft = edited(edited(open(), ADD), CLOUD);
    assertTrue(draft.isChanged());
    assertEquals(
        List.of(
            "--- " + file(),
            "+++ " + file(),
            "@@ -4,6 +4,7 @@",
            "     sources:",
            "       - 192.0.2.1   # one",
            "       - {file: list.txt}",
            "+      - 203.0.113.7",
            " rules:",
            "   - name: smtp",
            "     port: tcp/25",
            "--- " + included(),
            "+++ " + included(),
            "@@ -1 +1 @@",
            "-sets: {cloud: {sources: [198.51.100.1]}}",
            "+sets: {cloud: {sources: [198.51.100.1, {dns: n.example}]}}"),
        draft.difference());
  }

  @Test
  void goesBackAndForth() {
    Draft both = edited(edited(open(), ADD), CLOUD);
    Draft one = both.undo().orElseThrow();
    assertEquals(1, one.steps().size());
    assertEquals(both.texts(), one.redo().orElseThrow().texts());
    Draft none = one.undo().orElseThrow();
    assertFalse(none.isChanged());
    assertEquals(List.of(), none.difference());
    assertEquals(Optional.empty(), none.undo());
    Draft other = edited(none, new PolicyEdit.SetOtherwise("smtp", Refusal.DROP));
    assertEquals(Optional.empty(), other.redo());
  }

  @Test
  void isReadInPlaceOfItsFilesAndNoOthers() throws IOException {
    Draft draft = edited(edited(open(), ADD), CLOUD);
    Report report = new Report();
    for (Path path : List.of(file(), folder, folder.resolve("./x/../policy.yaml"))) {
      Policy policy = draft.files().parse(path, report).orElseThrow();
      assertEquals(3, policy.set("own").orElseThrow().sources().size(), path::toString);
      assertEquals(2, policy.set("cloud").orElseThrow().sources().size(), path::toString);
    }
    Path other = Files.writeString(folder.resolve("other.yaml"), POLICY);
    assertEquals(
        2,
        draft.files().parse(other, report).orElseThrow().set("own").orElseThrow().sources().size());
    assertEquals(POLICY, Files.readString(file()));
  }

  @Test
  void writesOnlyWhatIsChangedWithItsMode() throws IOException {
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
    Object untouched = Files.getAttribute(included(), "unix:ino");
    Draft draft = edited(open(), ADD);
    Draft.Written.Done done = written(draft);
    assertEquals(List.of(file()), done.files());
    assertEquals(
        POLICY.replace("list.txt}\n", "list.txt}\n      - 203.0.113.7\n"),
        Files.readString(file()));
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(untouched, Files.getAttribute(included(), "unix:ino"));
    assertFalse(done.draft().isChanged());
    assertEquals(List.of(), written(done.draft()).files());
    assertEquals(List.of(file()), written(edited(done.draft(), DROP)).files());
  }

  private static Draft.Written.Done written(Draft draft) throws IOException {
    return draft.write() instanceof Draft.Written.Done done
        ? done
        : fail("another process wrote it");
  }

  @Test
  void writesNothingOverWhatSomebodyElseHasWritten() throws IOException {
    Draft draft = edited(open(), ADD);
    Files.writeString(included(), INCLUDED + "# by hand\n");
    assertEquals(new Draft.Written.Overtaken(List.of(included())), draft.write());
    Files.delete(included());
    assertEquals(new Draft.Written.Overtaken(List.of(included())), draft.write());
    assertEquals(POLICY, Files.readString(file()));
  }

  @Test
  void followsALinkAndLeavesItOne() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("p.yaml");
    Files.move(file(), real);
    Files.createSymbolicLink(file(), real);
    written(edited(open(), ADD));
    assertTrue(Files.isSymbolicLink(file()));
    assertTrue(Files.readString(real).contains("203.0.113.7"));
  }

  @Test
  void opensAPolicyThatIsWrongAndOneThatIsMissing() throws IOException {
    Files.writeString(file(), POLICY.replace("- 192.0.2.1 ", "- 192.0.2.300 "));
    Report report = new Report();
    Draft draft = Draft.open(disk, file(), report).orElseThrow();
    assertTrue(report.hasErrors());
    assertEquals(2, draft.opened().size());
    assertTrue(
        draft.edit(ADD) instanceof Draft.Edited.Refused refused
            && refused.why().code() == Code.BAD_ADDRESS);
    Report missing = new Report();
    assertEquals(Optional.empty(), Draft.open(disk, folder.resolve("none.yaml"), missing));
    assertTrue(missing.diagnostics().getFirst().code().missingFile());
  }
}
