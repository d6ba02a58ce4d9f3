package org.postern.target.mail;

import java.nio.file.Path;

/**
 * The place of the files of one target, and the rights of this process.
 *
 * @param folder the folder that holds them and nothing else
 * @param answers the folder in which is written down what mail servers said
 * @param root whether this process may tell the mail server to read them
 */
public record MailPlace(Path folder, Path answers, boolean root) {
  /** The folder in which root writes down what mail servers answered. */
  public static final Path ANSWERS = Path.of("/run/postern-mail");
}
