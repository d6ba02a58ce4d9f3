package org.postern.target.mail;

import java.nio.file.Path;
import org.postern.host.CommandRunner;

/**
 * What a mail target uses of the host that it runs on.
 *
 * @param runner of the commands of mail servers
 * @param answers the folder in which root writes down what mail servers said
 * @param root whether this process may tell mail servers to read their files, and ask them
 */
public record MailHost(CommandRunner runner, Path answers, boolean root) {
  /** The place of a target whose files are in a folder. */
  public MailPlace place(Path folder) {
    return new MailPlace(folder, answers, root);
  }
}
