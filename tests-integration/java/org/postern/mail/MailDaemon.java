package org.postern.mail;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The daemon on the machine of a mail server, until it is closed. */
final class MailDaemon implements AutoCloseable {
  /** Several times what anything takes, since this machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String SOCKET = "/run/postern.sock";

  private final Process process;
  private final Path output;

  private MailDaemon(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** One that takes commands. */
  static MailDaemon start(MailLab lab, Path folder) throws Exception {
    Path output = folder.resolve("daemon.out");
    Process process = lab.inside(MailLab.program("daemon")).redirectOutput(output.toFile()).start();
    MailDaemon daemon = new MailDaemon(process, output);
    daemon.await("a socket", () -> Files.exists(lab.path(SOCKET)));
    return daemon;
  }

  /** Waits until something is so; returns how long that took. */
  Duration await(String what, Callable<Boolean> condition) throws Exception {
    long begin = System.nanoTime();
    while (!condition.call()) {
      assertTrue(process.isAlive(), () -> "the daemon ended:\n" + output());
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        fail("not " + what + " after " + PATIENCE + ":\n" + output());
      }
      Thread.sleep(20);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it in good order. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    try {
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), this::output);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
