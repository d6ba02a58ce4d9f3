package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Postfix or Exim in namespaces of its own: its files lie over those of this machine, its
 * users and folders are those of a test, and all of it ends with the shell that started it.
 */
final class MailServer {
  private static final Path FILES = Path.of("target/mail-servers").toAbsolutePath();
  private static final Path RESOURCES = Path.of("tests-integration/resources/rehearse");

  /** A folder of every Debian; in the namespace another is mounted there, which all may enter. */
  private static final String WORK = "/mnt";

  /** The addresses belong to the namespace; nothing is sent beyond it. */
  private static final String BEGINNING =
      """
      set -eu
      PATH=/usr/sbin:/usr/bin:/sbin:/bin
      mount -t tmpfs none "$WORK"
      mkdir "$WORK/etc" "$WORK/queue" "$WORK/data" "$WORK/spool"
      mount -t overlay -o lowerdir="$FILES/usr":/usr overlay /usr
      mount -t overlay -o lowerdir="$FILES/etc":/etc overlay /etc
      for file in passwd group; do cp /etc/$file "$WORK/etc"; done
      for user in postfix:901 Debian-exim:902; do
        echo "${user%:*}:x:${user#*:}:${user#*:}::/nonexistent:/bin/false" >> "$WORK/etc/passwd"
        echo "${user%:*}:x:${user#*:}:" >> "$WORK/etc/group"
      done
      echo "postdrop:x:903:" >> "$WORK/etc/group"
      for file in passwd group; do mount --bind "$WORK/etc/$file" /etc/$file; done
      ip link set lo up
      for address in 198.51.100.10 192.0.2.1 203.0.113.7; do
        ip address add $address/32 dev lo
      done
      for address in 2001:db8::10 2001:db8::7; do
        ip address add $address/128 dev lo nodad
      done
      chmod 755 "$WORK"
      chown 901 "$WORK/data"
      chown 902:902 "$WORK/spool"
      smtp() { "$JAVA" -XX:TieredStopAtLevel=1 -cp "$CLASSES" org.postern.cli.SmtpMain "$@"; }
      """;

  private final Path folder;

  private final String machine;

  /** With an empty folder. */
  MailServer(Path folder) {
    this(folder, "");
  }

  /**
   * On a machine that is made so by a script first.
   *
   * @param machine for sh(1), in the namespaces of the server
   */
  MailServer(Path folder, String machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** Runs a script beside the servers' files; returns what it left as {@code $OUT}. */
  Path run(String script, String... configurations) throws IOException, InterruptedException {
    assertTrue(
        Files.isExecutable(FILES.resolve("usr/sbin/postfix"))
            && Files.isExecutable(FILES.resolve("usr/sbin/exim4")),
        FILES + " is missing; as root: src/build/install-test-tools");
    Path out = folder.resolve("out.log");
    StringBuilder text = new StringBuilder(machine).append(BEGINNING);
    for (String name : configurations) {
      Path source = RESOURCES.resolve(name).toAbsolutePath();
      text.append("sed \"s#@WORK@#$WORK#g\" '%s' > \"$WORK/%s\"\n".formatted(source, name));
    }
    text.append(script);
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child");
    builder.command().addAll(List.of("sh", "-c", text.toString()));
    builder.environment().put("WORK", WORK);
    builder.environment().put("FILES", FILES.toString());
    builder.environment().put("OUT", out.toString());
    builder.environment().put("JAVA", ProcessHandle.current().info().command().orElseThrow());
    builder.environment().put("CLASSES", classes());
    builder.environment().put("LC_ALL", "C");
    Path output = folder.resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    int exit = process.waitFor();
    assertTrue(exit == 0 && Files.exists(out), () -> "exit " + exit + "\n" + read(output));
    return out;
  }

  private static String classes() {
    return SmtpMain.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
