package org.postern.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs a program of the host with fixed arguments; never through a shell. */
public interface CommandRunner {
  /**
   * Runs a program to its end.
   *
   * @param command the program and its arguments
   * @param input the text that it reads from standard input
   * @param deadline after which it is killed
   * @throws IOException when it cannot be started or does not end in time
   */
  Result run(List<String> command, String input, Duration deadline) throws IOException;

  /**
   * The end of a program.
   *
   * @param exit the exit code of the command
   * @param output standard output
   * @param error standard error
   */
  record Result(int exit, String output, String error) {}
}
