package org.postern.target.mail.exim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.postern.host.CommandRunner;

/**
 * An Exim that tells its configuration and nothing else.
 *
 * @param configuration a file, as {@code exim -bP config} prints it
 */
record FakeExim(Path configuration) implements CommandRunner {
  @Override
  public Result run(List<String> command, String input, Duration deadline) throws IOException {
    return switch (command.getLast()) {
      case "config" -> new Result(0, Files.readString(configuration), "");
      case "configure_file" -> new Result(0, "/etc/exim4/exim4.conf\n", "");
      default -> throw new IOException(command + " is not known");
    };
  }
}
