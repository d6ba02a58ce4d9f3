package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.Sizes;

/** An apply that is killed at any rename leaves each file of a feed or a sheet as a whole. */
@Timeout(600)
class KilledFilesIT {
  private static final String PROGRAM =
      System.getProperty("postern.image", "target/postern/bin/postern");

  /** 128 and the number of the signal. */
  private static final int KILLED = 137;

  private static final int MOST = 60;

  /** By day every fifth rename. */
  private static final int STRIDE = Sizes.pick(5, 1);

  private static final int SECONDS = 60;

  private static final String FEED =
      """
      sets: {filter: {sources: [%s], guard: {shrink: 100%%, grow: 1000%%}}}
      rules: [{name: smtp, port: tcp/25, accept: [filter], otherwise: drop}]
      targets: [{feed: {folder: "%s", formats: [plain, json]}}]
      """;

  private static final String SHEET =
      """
      sets: {filter: {sources: [%s], guard: {shrink: 100%%, grow: 1000%%}}}
      rules: [{name: mta, hook: smtp, accept: [filter], otherwise: reject, spare: []}]
      targets: [{sheet: {for: domino, folder: "%s"}}]
      """;

  @TempDir private Path folder;

  private Path written() {
    return folder.resolve("written");
  }

  private void policy(String text, String peers) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), text.formatted(peers, written()));
  }

  private int apply(String... before) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(before));
    words.addAll(
        List.of(
            Path.of(PROGRAM).toAbsolutePath().toString(),
            "apply",
            folder.resolve("policy.yaml").toString(),
            "--state",
            folder.resolve("state").toString()));
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), words::toString);
    return process.exitValue();
  }

  private int killedAt(int number) throws IOException, InterruptedException {
    return apply(
        "strace",
        "-f",
        "-qq",
        "-o",
        folder.resolve("trace").toString(),
        "-e",
        "trace=rename",
        "-e",
        "inject=rename:signal=KILL:when=" + number);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(written())) {
      for (Path file : files.filter(one -> !isTemporary(one)).toList()) {
        texts.put(written().relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  /** Kills an apply at each of its renames, and has the next one end what it began. */
  private int killedEverywhere(String policy, int exit) throws Exception {
    Set<String> whole = new TreeSet<>();
    policy(policy, "192.0.2.7, 192.0.2.8");
    assertEquals(exit, apply(), () -> log());
    whole.addAll(files().values());
    policy(policy, "192.0.2.8, 192.0.2.9");
    assertEquals(exit, apply(), () -> log());
    Map<String, String> after = files();
    whole.addAll(after.values());
    int kills = 0;
    int ended = KILLED;
    for (int number = 1; ended == KILLED && number < MOST; number += STRIDE) {
      policy(policy, "192.0.2.7, 192.0.2.8");
      assertEquals(exit, apply(), () -> log());
      whole.addAll(files().values());
      Map<String, String> before = files();
      policy(policy, "192.0.2.8, 192.0.2.9");
      ended = killedAt(number);
      assertTrue(ended == KILLED || ended == exit, () -> log());
      kills += ended == KILLED ? 1 : 0;
      Map<String, String> found = files();
      assertEquals(exit, apply(), () -> log());
      Map<String, String> then = files();
      whole.addAll(then.values());
      for (Map.Entry<String, String> file : found.entrySet()) {
        assertFalse(file.getValue().isEmpty(), file::getKey);
        assertTrue(whole.contains(file.getValue()), () -> file.getKey() + ": " + file.getValue());
      }
      check(policy, before, found, then);
    }
    assertTrue(ended == exit, "the last one was not cut");
    return kills;
  }

  /** What a firewall pulls is there at every moment. */
  private static void check(
      String policy,
      Map<String, String> before,
      Map<String, String> found,
      Map<String, String> then) {
    if (policy.equals(FEED)) {
      assertEquals(before.keySet(), found.keySet());
      assertEquals("192.0.2.8/31\n", then.get("smtp.txt"));
    } else {
      assertTrue(found.containsKey("handed.json"));
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void aFeed() throws Exception {
    int kills = killedEverywhere(FEED, 0);
    System.out.printf("feed: killed at %d renames%n", kills);
    assertTrue(kills >= Math.ceilDiv(6, STRIDE), "lists, digests and the manifest");
  }

  @Test
  @Tag("nightly")
  void aSheet() throws Exception {
    int kills = killedEverywhere(SHEET, 4);
    System.out.printf("sheet: killed at %d renames%n", kills);
    assertTrue(kills >= Math.ceilDiv(4, STRIDE), "three forms and the record");
  }
}
