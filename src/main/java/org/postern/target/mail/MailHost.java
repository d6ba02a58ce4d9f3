package org.postern.target.mail;

import java.nio.file.Path;
import org.postern.host.CommandRunner;

/**
 * The parts of the host that a mail target uses.
 *
 * @param runner runs the commands of mail servers
 * @param answers the folder in which root writes down what mail servers said
 * @param root whether this process may tell mail servers to read their files, and ask them
 */
public record MailHost(CommandRunner runner, Path answers, boolean root) {
  /** Returns the place of a target whose files are in a folder. */
  public MailPlace place(Path folder) {
    return new MailPlace(folder, answers, root);
  }
}
