package org.postern.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.pipeline.Lab;
import org.postern.target.feed.FeedKind;

/** Lists from the policy to the folder. */
class FeedTest {
  private final Path folder;

  private final Lab lab;
  private final Terminal terminal;

  FeedTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lab = new Lab(folder).kind(new FeedKind());
    this.terminal = new Terminal(lab);
  }

  private void policy(String peers, String more) throws IOException {
    lab.policy(
        """
        sets: {filter: {sources: [%s], guard: {shrink: 100%%, grow: 1000%%}}}
        rules:
          - {name: smtp, port: tcp/25, accept: [filter], otherwise: drop}
        targets: [{feed: {name: edge, folder: "%s"%s}}]
        """
            .formatted(peers, published(), more));
  }

  private Path published() {
    return folder.resolve("feed");
  }

  private Terminal.Seen apply(int exit) {
    return terminal.type(exit, "apply", lab.file().toString());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(published())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String read(String name) throws IOException {
    return Files.readString(published().resolve(name));
  }

  @Test
  void publishedReadBackAndTakenAway() throws IOException {
    policy("192.0.2.1, 192.0.2.2", ", formats: [plain, edl]");
    apply(0);
    assertEquals("192.0.2.1\n192.0.2.2\n", read("smtp.txt"));
    assertEquals(
        List.of(
            "feed.manifest.json",
            "feed.manifest.json.sha256",
            "smtp.edl.txt",
            "smtp.edl.txt.sha256",
            "smtp.txt",
            "smtp.txt.sha256"),
        files());
    assertTrue(apply(0).out().contains("in sync, proof exact"));
    policy("192.0.2.2, 192.0.2.5", ", formats: [plain]");
    Terminal.Seen plan = terminal.type(2, "plan", lab.file().toString());
    assertTrue(plan.toString().contains("it is published, and no more"), plan::toString);
    apply(0);
    assertEquals("192.0.2.2\n192.0.2.5\n", read("smtp.txt"));
    assertFalse(files().contains("smtp.edl.txt"));
    terminal.type(0, "remove");
    assertEquals(List.of(), files());
  }

  @Test
  void whatOthersWroteIsSeenAndMended() throws IOException {
    policy("192.0.2.1", "");
    apply(0);
    for (String name : List.of("smtp.txt", "smtp.json", "smtp.txt.sha256")) {
      Files.writeString(published().resolve(name), "0.0.0.0/0\n");
      Terminal.Seen status = terminal.type(1, "status");
      assertTrue(status.toString().contains("1 change is needed"), status::toString);
      apply(0);
      assertEquals("192.0.2.1\n", read("smtp.txt"));
    }
    Files.delete(published().resolve("smtp.txt"));
    apply(0);
    assertEquals("192.0.2.1\n", read("smtp.txt"));
    Files.writeString(published().resolve("feed.manifest.json"), "");
    assertTrue(apply(69).err().contains("feed.manifest.json"));
  }

  @Test
  void anEmptyListIsNeverPublished() throws IOException {
    policy("192.0.2.1", "");
    apply(0);
    lab.policy(Files.readString(lab.file()).replace("accept: [filter]", "accept: none"));
    Terminal.Seen refused = apply(65);
    assertTrue(refused.err().contains("publishes no empty list"), refused::toString);
    assertEquals("192.0.2.1\n", read("smtp.txt"));
  }

  private static void key(Path file, byte[] encoded) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void signedByTheKeyAndAnewByAnother() throws IOException, GeneralSecurityException {
    Path file = folder.resolve("feed.key");
    policy("192.0.2.1", ", sign: \"file:" + file + "\"");
    KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
    for (int i = 0; i < 2; i++) {
      KeyPair pair = keys.generateKeyPair();
      key(file, pair.getPrivate().getEncoded());
      apply(0);
      for (String name : List.of("smtp.txt", "smtp.json", "feed.manifest.json")) {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(pair.getPublic());
        signature.update(Files.readAllBytes(published().resolve(name)));
        assertTrue(signature.verify(Files.readAllBytes(published().resolve(name + ".sig"))), name);
      }
    }
    byte[] before = Files.readAllBytes(published().resolve("smtp.txt.sig"));
    Files.writeString(
        file, "-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n-----END PRIVATE KEY-----");
    Terminal.Seen refused = apply(69);
    assertTrue(refused.err().contains("openssl genpkey"), refused::toString);
    assertFalse(refused.toString().contains("hunter2"), refused::toString);
    assertArrayEquals(before, Files.readAllBytes(published().resolve("smtp.txt.sig")));
    policy("192.0.2.1", "");
    apply(0);
    assertFalse(files().contains("smtp.txt.sig"));
  }

  @Test
  void unknownFormatsAndRulesOfMailAreRefused() throws IOException {
    policy("192.0.2.1", ", formats: [plain, eld]");
    Terminal.Seen wrong = terminal.type(65, "check", lab.file().toString());
    assertTrue(wrong.err().contains("write edl"), wrong::toString);
    policy("192.0.2.1", ", formats: edl");
    apply(0);
    lab.policy(
        Files.readString(lab.file())
            .replace("port: tcp/25", "hook: smtp")
            .replace("otherwise: drop", "otherwise: defer"));
    assertTrue(apply(65).err().contains("judges packets, and no mail"));
  }
}
