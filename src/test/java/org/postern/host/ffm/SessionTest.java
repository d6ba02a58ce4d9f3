package org.postern.host.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SessionTest {
  /** Fields of /proc/PID/stat after the name of the program: state, parent, group, session. */
  private static final int SESSION = 3;

  /** The program that starts a session, and tries it again as its leader. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (PrintStream out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
        out.println(ProcessHandle.current().pid() + " " + Session.start() + " " + session());
        Session.start();
      } catch (ErrnoException e) {
        System.exit(e.is(Errno.EPERM) ? 7 : 8);
      }
    }
  }

  private static String session() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[SESSION];
  }

  @Test
  void aChildLeavesTheSessionOfItsParent() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(7, process.waitFor(), output);
    String pid = Long.toString(process.pid());
    assertEquals(String.join(" ", pid, pid, pid), output.strip());
  }
}
