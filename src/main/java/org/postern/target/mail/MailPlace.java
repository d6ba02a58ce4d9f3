package org.postern.target.mail;

import java.nio.file.Path;

/**
 * Where the files of one target are, and what this process may do.
 *
 * @param folder that holds them and nothing else
 * @param answers the folder in which is written down what mail servers said
 * @param root whether this process may tell the mail server to read them
 */
public record MailPlace(Path folder, Path answers, boolean root) {
  /** Where root writes down what mail servers answered. */
  public static final Path ANSWERS = Path.of("/run/postern-mail");
}
