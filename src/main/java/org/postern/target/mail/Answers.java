package org.postern.target.mail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.host.AtomicFile;

/**
 * The record of what a mail server answered when it was asked for its files: one small file for
 * each target, in a folder to which root alone writes and that all may read. A reboot forgets it,
 * as the mail server then reads its files anew.
 */
final class Answers {
  private static final String OF_FILES = "rw-r--r--";
  private static final String OF_FOLDERS = "rwxr-xr-x";
  private static final int LARGEST = 64 << 10;

  private static final Pattern HEAD =
      Pattern.compile("files ([0-9a-f]{64}) asked ([0-9]{1,18}) (all|some) older ([0-9]{1,9})");

  /** How many wrong answers are written down, and how long each may be. */
  private static final int WRONG = 20;

  private static final int LONGEST = 300;

  private final Path file;

  /** Creates the record of one target. */
  Answers(Path folder, String target) {
    this.file = folder.resolve(target + ".answer");
  }

  /**
   * An answer.
   *
   * @param digest the digest of the files that it is about
   * @param answer the answer of the mail server
   */
  record Recorded(String digest, Consumer.Answer answer) {}

  /** Returns the last answer; empty where there is none, or none that makes sense. */
  Optional<Recorded> read() throws IOException {
    List<String> lines;
    try {
      lines = MailFiles.text(AtomicFile.read(file, LARGEST)).lines().toList();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Matcher head = HEAD.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!head.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Recorded(
            head.group(1),
            new Consumer.Answer(
                Long.parseLong(head.group(2)),
                "all".equals(head.group(3)),
                lines.subList(1, lines.size()),
                Integer.parseInt(head.group(4)))));
  }

  /** Writes an answer in the place of the one before. By root. */
  void write(Recorded recorded) throws IOException {
    Path folder = Optional.ofNullable(file.getParent()).orElse(file);
    AtomicFile.makeForReaders(folder, OF_FOLDERS);
    List<String> lines = new ArrayList<>();
    Consumer.Answer answer = recorded.answer();
    lines.add(
        "files %s asked %d %s older %d"
            .formatted(
                recorded.digest(),
                answer.asked(),
                answer.complete() ? "all" : "some",
                answer.older()));
    answer.wrong().stream().limit(WRONG).map(Answers::clean).forEach(lines::add);
    AtomicFile.writeForReaders(file, MailFiles.bytes(String.join("\n", lines) + "\n"), OF_FILES);
  }

  /**
   * Returns a line of a mail server's program as one line of plain ASCII, cut to {@code LONGEST}.
   */
  private static String clean(String line) {
    String plain = line.replaceAll("[^ -~]", "?");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
  }
}
