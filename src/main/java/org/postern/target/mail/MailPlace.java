package org.postern.target.mail;

import java.nio.file.Path;
import java.util.Optional;
import org.postern.policy.TargetBinding;

/**
 * Where the files of one target are, and what this process may do.
 *
 * @param folder that holds them and nothing else
 * @param answers the folder in which is written down what mail servers said
 * @param root whether this process may tell the mail server to read them
 */
public record MailPlace(Path folder, Path answers, boolean root) {
  /** The folder above those of all targets: a state folder of its own, which all may read. */
  public static final Path STATE = Path.of("/var/lib/postern-mail");

  /** The option of a kind that says where the files are. */
  public static final String FOLDER = "folder";

  /** Where root writes down what mail servers answered. */
  public static final Path ANSWERS = Path.of("/run/postern-mail");

  /** The folder of a target, by its option {@link #FOLDER} or by its name. */
  public static Path folder(TargetBinding binding) {
    return path(binding, FOLDER).orElseGet(() -> STATE.resolve(binding.name()));
  }

  /** The value of an option that is a path; empty where it is not written. */
  public static Optional<Path> path(TargetBinding binding, String option) {
    return Optional.ofNullable(binding.options().get(option)).map(Path::of);
  }
}
