package org.postern.pipeline.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.diagnostic.Diagnostic;
import org.postern.diagnostic.Report;
import org.postern.host.AtomicFile;
import org.postern.pipeline.PolicyFiles;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.edit.PolicyEdit;
import org.postern.policy.parse.edit.PolicyEditor;

/**
 * A policy that is being changed, in memory: what was on disk, what it is now, and every step
 * between. Nothing is written before {@link #write}. Immutable; each step answers another draft.
 */
public final class Draft {
  /** The most bytes of a policy; no real one is larger. */
  private static final int LIMIT = 16 << 20;

  private static final String MODE = "rw-r--r--";

  private final PolicyFiles disk;
  private final Path path;
  private final List<PolicyText> opened;
  private final List<Step> done;
  private final List<Step> undone;

  private Draft(
      PolicyFiles disk, Path path, List<PolicyText> opened, List<Step> done, List<Step> undone) {
    this.disk = disk;
    this.path = path;
    this.opened = List.copyOf(opened);
    this.done = List.copyOf(done);
    this.undone = List.copyOf(undone);
  }

  /**
   * A step of one edit.
   *
   * @param edit the edit that was asked for
   * @param texts the policy after it
   */
  public record Step(PolicyEdit edit, List<PolicyText> texts) {
    public Step {
      texts = List.copyOf(texts);
    }
  }

  /** The result of an edit. */
  public sealed interface Edited {
    /**
     * The edit is done.
     *
     * @param draft the draft with the edit
     * @param report the warnings about the policy as it is now
     */
    record Done(Draft draft, Report report) implements Edited {}

    /** The edit is refused; the draft stays as it is. */
    record Refused(Diagnostic why) implements Edited {}
  }

  /** The result of writing. */
  public sealed interface Written {
    /**
     * The draft is on disk.
     *
     * @param draft the draft that goes on from there, without steps
     * @param files the files that were written; none when nothing was changed
     */
    record Done(Draft draft, List<Path> files) implements Written {}

    /**
     * Nothing was written, because another process has changed these files since they were opened.
     */
    record Overtaken(List<Path> files) implements Written {}
  }

  /**
   * Opens a policy with all it includes. One that makes no sense can be opened too.
   *
   * @param path a policy file, or a folder that holds policy.yaml
   * @param report receives what there is to say about the policy
   * @return empty when the policy file cannot be read, which the report says
   */
  public static Optional<Draft> open(PolicyFiles disk, Path path, Report report) {
    List<PolicyText> texts = disk.texts(path, report);
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Draft(disk, path, texts, List.of(), List.of()));
  }

  /** Returns the path as it was given to {@link #open}. */
  public Path path() {
    return path;
  }

  /** Returns the texts as they are on disk as far as known here, the policy file first. */
  public List<PolicyText> opened() {
    return opened;
  }

  /** Returns the texts as they are now. */
  public List<PolicyText> texts() {
    return done.isEmpty() ? opened : done.getLast().texts();
  }

  /** Returns the edits that led here, oldest first. */
  public List<Step> steps() {
    return done;
  }

  /** Tells whether writing would change anything. */
  public boolean isChanged() {
    return !texts().equals(opened);
  }

  /** Does an edit; what was undone cannot be redone then. */
  public Edited edit(PolicyEdit edit) {
    return switch (new PolicyEditor(this::read).apply(texts(), edit)) {
      case PolicyEditor.Refused refused -> new Edited.Refused(refused.why());
      case PolicyEditor.Edited edited -> {
        List<Step> steps = new ArrayList<>(done);
        steps.add(new Step(edit, edited.texts()));
        yield new Edited.Done(new Draft(disk, path, opened, steps, List.of()), edited.report());
      }
    };
  }

  private Optional<Policy> read(List<PolicyText> texts, Report report) {
    return disk.instead(texts).parse(Path.of(texts.getFirst().name()), report);
  }

  /** Returns the draft without the last edit; empty when there is none. */
  public Optional<Draft> undo() {
    if (done.isEmpty()) {
      return Optional.empty();
    }
    List<Step> later = new ArrayList<>(undone);
    later.add(done.getLast());
    return Optional.of(new Draft(disk, path, opened, done.subList(0, done.size() - 1), later));
  }

  /** Returns the draft with the edit that was undone last; empty when there is none. */
  public Optional<Draft> redo() {
    if (undone.isEmpty()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>(done);
    steps.add(undone.getLast());
    return Optional.of(new Draft(disk, path, opened, steps, undone.subList(0, undone.size() - 1)));
  }

  /**
   * Returns what writing would change, in the unified form of {@code diff}; no lines when nothing.
   */
  public List<String> difference() {
    return difference(opened, texts());
  }

  /** Returns what led here from another state of the same draft, in the same form. */
  public List<String> differenceFrom(Draft other) {
    return difference(other.texts(), texts());
  }

  private static List<String> difference(List<PolicyText> before, List<PolicyText> after) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      lines.addAll(UnifiedDifference.of(before.get(i), after.get(i)));
    }
    return lines;
  }

  /** Returns policies as they are read with this draft in place of its files. */
  public PolicyFiles files() {
    return disk.instead(texts());
  }

  /**
   * Writes the changed files in place of what was opened, each as a whole, owner and mode as they
   * were; links are followed, so that they stay links. Nothing is written when a file of the policy
   * is not what was opened any more.
   */
  public Written write() throws IOException {
    List<Path> overtaken = new ArrayList<>();
    for (PolicyText text : opened) {
      if (!isOnDisk(text)) {
        overtaken.add(Path.of(text.name()));
      }
    }
    if (!overtaken.isEmpty()) {
      return new Written.Overtaken(overtaken);
    }
    List<Path> files = new ArrayList<>();
    try {
      for (int i = 0; i < opened.size(); i++) {
        if (!opened.get(i).equals(texts().get(i))) {
          write(texts().get(i));
          files.add(Path.of(texts().get(i).name()));
        }
      }
    } catch (IOException e) {
      takeBack(files, e);
      throw e;
    }
    return new Written.Done(new Draft(disk, path, texts(), List.of(), List.of()), files);
  }

  /** Tells whether a text is on disk; what comes with the program is not, and never edited. */
  private static boolean isOnDisk(PolicyText text) throws IOException {
    if (text.isShipped()) {
      return true;
    }
    Path file = Path.of(text.name());
    return Files.exists(file)
        && Arrays.equals(bytes(text), AtomicFile.read(file.toRealPath(), LIMIT));
  }

  private static byte[] bytes(PolicyText text) {
    return text.text().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(PolicyText text) throws IOException {
    AtomicFile.write(Path.of(text.name()).toRealPath(), bytes(text), MODE);
  }

  /** Puts back what was there, so that a policy of several files is never half of two. */
  private void takeBack(List<Path> files, IOException why) {
    for (PolicyText text : opened) {
      if (files.contains(Path.of(text.name()))) {
        try {
          write(text);
        } catch (IOException e) {
          why.addSuppressed(e);
        }
      }
    }
  }
}
