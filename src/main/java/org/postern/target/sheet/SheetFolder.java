package org.postern.target.sheet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.address.Sha256;
import org.postern.plan.ByHand;
import org.postern.target.OwnedFolder;

/**
 * The sheets of one target, and the records of what was handed out and attested. The files of a
 * sheet are named by its digest, so that sheets are never mixed up; the record that names a sheet
 * is written after its files.
 */
final class SheetFolder {
  private static final String ATTESTED = "attested.json";
  private static final String HANDED = "handed.json";
  private static final Pattern OURS =
      Pattern.compile("attested\\.json|handed\\.json|sheet-[0-9a-f]{12}\\.(md|csv|html)");

  private final OwnedFolder folder;

  SheetFolder(Path path) {
    this.folder = new OwnedFolder(path, name -> OURS.matcher(name).matches());
  }

  Path path() {
    return folder.path();
  }

  /** Returns a text that differs whenever anything may have changed; cheap. */
  String stamp() throws IOException {
    return folder.stamp();
  }

  /** Reads the records. A sheet that is recorded as handed out and as attested no longer waits. */
  Records read() throws IOException {
    Optional<byte[]> attested = folder.read(ATTESTED);
    Optional<byte[]> handed = folder.read(HANDED);
    Optional<Records.Attested> held = Optional.empty();
    if (attested.isPresent()) {
      held = Optional.of(wellFormed(ATTESTED, () -> Records.Attested.read(attested.get())));
    }
    Optional<Task> task = Optional.empty();
    if (handed.isPresent()) {
      task = Optional.of(wellFormed(HANDED, () -> Records.read(handed.get())));
    }
    Optional<String> done = held.map(one -> one.by().digest());
    Optional<Task> waiting = task.filter(one -> done.filter(one.digest()::equals).isEmpty());
    return new Records(
        held, waiting, digest(attested) + digest(handed.filter(_ -> waiting.isPresent())));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T wellFormed(String name, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new IOException(folder.path().resolve(name) + ": " + e.getMessage(), e);
    }
  }

  private static String digest(Optional<byte[]> content) {
    return content.map(Sha256::hex).orElse("none ");
  }

  /** Returns the files of a sheet, the one for people first. */
  List<String> files(Task task) {
    String stem = folder.path().resolve("sheet-" + task.digest()).toString();
    return List.of(stem + ".md", stem + ".html", stem + ".csv");
  }

  /**
   * Writes a sheet, and then the record that it is the one to be carried out.
   *
   * @return whether anything was written
   */
  boolean hand(SheetStep sheet) throws IOException {
    boolean written = false;
    for (SheetStep.Rendered one : sheet.rendered()) {
      written |= folder.write(one.fileName(1), one.text().getBytes(StandardCharsets.US_ASCII));
    }
    written |= folder.write(HANDED, Records.bytes(sheet.task()));
    keepOnly(sheet.task().digest());
    return written;
  }

  /**
   * Records what was attested; where the system then holds nothing of ours, all records and sheets
   * are deleted.
   */
  void keep(Task task, ByHand.Attested by) throws IOException {
    if (task.after().rules().isEmpty()) {
      for (String name : List.of(ATTESTED, HANDED)) {
        folder.delete(name);
      }
      keepOnly("");
      return;
    }
    folder.write(ATTESTED, new Records.Attested(by, task.after()).bytes());
    folder.delete(HANDED);
  }

  private void keepOnly(String digest) throws IOException {
    List<String> old = new ArrayList<>(folder.names());
    old.removeIf(name -> !name.startsWith("sheet-") || isOf(name, digest));
    for (String name : old) {
      folder.delete(name);
    }
  }

  private static boolean isOf(String name, String digest) {
    return !digest.isEmpty() && name.startsWith("sheet-" + digest + ".");
  }
}
