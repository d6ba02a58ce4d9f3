package org.postern.command.init;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.command.OutputFile;
import org.postern.command.Requests;

/**
 * The place where a first policy is written.
 *
 * @param file the policy
 */
record PolicyPlace(Path file) {
  private static final String MODE = "rw-r--r--";

  /**
   * Returns the policy that is there; empty where none is, or the package's, which holds the place.
   */
  Optional<String> policy() throws IOException {
    return text().filter(text -> !FirstPolicy.isPackaged(text));
  }

  private Optional<String> text() throws IOException {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Returns why the file that is there stays as it is; empty where it may be written. */
  Optional<String> kept() throws IOException {
    return text()
        .filter(text -> !FirstPolicy.isUnedited(text))
        .map(
            text ->
                FirstPolicy.isOurs(text)
                    ? file
                        + " was edited since init wrote it, and stays as it is; next: postern plan "
                        + file
                    : file + " is there and not by init, and stays as it is: name another by -o");
  }

  void create(String text) throws IOException {
    if (text().filter(FirstPolicy::isPackaged).isPresent()) {
      replace(text);
      return;
    }
    if (file.equals(Requests.DEFAULT_POLICY)) {
      Files.createDirectories(file.getParent());
    }
    OutputFile.create(file, text.getBytes(StandardCharsets.UTF_8), MODE);
  }

  void replace(String text) throws IOException {
    OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8), MODE);
  }
}
