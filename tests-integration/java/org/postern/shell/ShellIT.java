package org.postern.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;

/** The shell of the image on terminals of tmux, with the kernel's own packet filter. */
class ShellIT {
  private static final String IMAGE = System.getProperty("postern.image", "");
  private static final int PREFIXES = Sizes.pick(60_000, 400_000);

  @TempDir private Path folder;

  @BeforeEach
  void aPolicy() throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        # the gateway
        sets:
          filter: {sources: [198.51.100.7, 198.51.100.9]}
          large: {sources: [{file: large.txt}]}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
        targets: [nftables]
        """);
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < PREFIXES; i++) {
      list.append(
          "%d.%d.%d.%d%n".formatted(11 + (i >> 22), i >> 14 & 255, i >> 6 & 255, i << 2 & 255));
    }
    Files.writeString(folder.resolve("large.txt"), list);
  }

  private Tmux shell(int columns, int rows, String settings) throws IOException {
    assertTrue(Files.isExecutable(Path.of(IMAGE)), "build the image: mvn package");
    Tmux tmux =
        Tmux.start(
            folder,
            columns,
            rows,
            "env XDG_STATE_HOME='%s' %s '%s' shell policy.yaml --state '%s'"
                .formatted(folder, settings, IMAGE, folder.resolve("state"))
                .replaceFirst("^", "cd '" + folder + "'; "));
    tmux.ready();
    return tmux;
  }

  @Test
  void completesColoursAndFollowsTheWindow() throws IOException {
    try (Tmux tmux = shell(100, 30, "")) {
      tmux.type("set fi");
      tmux.press("Tab");
      tmux.await("> set filter");
      tmux.type("add 300.1");
      tmux.await("add 300.1");
      assertTrue(tmux.painted().contains("\u001b[4m\u001b[31m300.1"), tmux.painted());
      tmux.press("C-u");
      tmux.type("rule smtp otherwise ");
      tmux.press("Tab", "Tab");
      tmux.await(seen -> seen.contains("observe") && seen.contains("reject"), "verdicts");
      tmux.press("C-c");
      tmux.ready();
      tmux.resize(40, 15);
      tmux.line("check");
      tmux.await(
          seen -> seen.contains("no mistakes") && seen.endsWith("postern>"), "narrow prompt");
      tmux.resize(120, 30);
      tmux.line("why 198.51.100.7");
      tmux.await(seen -> seen.endsWith("postern policy.yaml>"), "wide prompt");
    }
  }

  @Test
  void aNarrowTerminalPages() throws IOException {
    try (Tmux tmux = shell(40, 15, "")) {
      tmux.line("help");
      tmux.await("q ends");
      tmux.press("q");
      tmux.ready();
      tmux.line("map");
      tmux.await("policy.yaml: whom");
    }
  }

  @Test
  void aDumbTerminalIsAnswered() throws IOException {
    try (Tmux tmux = shell(80, 24, "TERM=dumb")) {
      tmux.line("check");
      tmux.await("no mistakes");
      tmux.line("sets");
      tmux.await("filter");
      assertFalse(tmux.screen().contains("[0"), tmux.screen());
    }
  }

  @Test
  void ctrlCDuringApplyLeavesItWhole() throws IOException {
    try (Tmux tmux = shell(100, 30, "")) {
      tmux.line("rule smtp accept large");
      tmux.await("in the draft only");
      tmux.line("write");
      tmux.await("policy.yaml: written");
      tmux.begin("apply --reason CHG-812");
      String seen = tmux.history();
      int pressed = 0;
      while (!seen.contains("applied as generation 1")) {
        assertFalse(seen.contains("stopped"), seen);
        assertTrue(pressed < 2000, seen);
        tmux.press("C-c");
        pressed++;
        Tmux.pause();
        seen = tmux.history();
      }
      assertTrue(pressed > 3, "it was over at once");
      tmux.ready();
      tmux.press("C-l");
      tmux.line("plan");
      tmux.await("in sync");
      tmux.line("history");
      tmux.await("CHG-812");
    }
  }

  @Test
  void pastedBinaryIsHarmless() throws IOException {
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i == 0x1b ? 'e' : i);
    }
    Path file = folder.resolve("binary");
    Files.write(file, binary);
    try (Tmux tmux = shell(100, 40, "")) {
      tmux.paste(file);
      tmux.press("C-c");
      tmux.press("C-c");
      tmux.ready();
      Files.writeString(file, "why \u001b]0;title\u0007 \u0001\u009b31m\n", StandardCharsets.UTF_8);
      tmux.paste(file);
      tmux.press("Enter");
      tmux.line("check");
      tmux.await("no mistakes");
      assertEquals("# the gateway", Files.readAllLines(folder.resolve("policy.yaml")).getFirst());
    }
  }

  @Test
  void watchFollowsADaemon() throws IOException {
    try (Tmux tmux = shell(110, 35, "")) {
      tmux.line("apply");
      tmux.await("applied as generation 1");
      tmux.beside(
          "'%s' daemon --state '%s' 2> '%s'"
              .formatted(IMAGE, folder.resolve("state"), folder.resolve("daemon.log")));
      tmux.line("watch");
      tmux.await("all well");
      String seen = tmux.await(text -> text.contains("enforces generation 1"), "event");
      assertTrue(Pattern.compile("smtp +drop").matcher(seen).find(), seen);
      tmux.resize(60, 12);
      tmux.await("q ends");
      tmux.press("q");
      tmux.resize(110, 35);
      tmux.ready();
      tmux.line("rule smtp otherwise reject");
      tmux.await("in the draft only");
      tmux.line("exit");
      tmux.await("The draft is not written");
    }
  }
}
