package org.postern.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.host.Invoker;
import org.postern.policy.SecretReference;

/** Where secrets are read from, and what is said where they cannot be. */
class HostSecretsTest {
  private static final String VALUE = "correct horse";

  @TempDir private Path folder;

  private final Secrets outside = new HostSecrets(Optional.empty());

  private Path file(String mode, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("own.secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static SecretReference reference(String text) {
    return SecretReference.of(text).orElseThrow();
  }

  private static TargetException refused(Secrets secrets, String text) {
    TargetException refused =
        assertThrows(TargetException.class, () -> secrets.read(reference(text)));
    assertFalse(refused.sentence().contains(VALUE), refused.sentence());
    assertFalse(refused.remedy().isEmpty(), refused.sentence());
    return refused;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rw---x--x"})
  void aFileOfOursAloneIsRead(String mode) throws IOException {
    Secret secret = outside.read(reference("file:" + file(mode, VALUE + "\n")));
    assertEquals(VALUE, secret.reveal());
    assertFalse(secret.toString().contains(VALUE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
  void aFileThatOthersCanReadOrWriteIsNot(String mode) throws IOException {
    TargetException refused = refused(outside, "file:" + file(mode, VALUE));
    assertEquals(TargetException.Kind.PERMISSION, refused.kind());
    assertTrue(refused.remedy().startsWith("chmod 600 "), refused.sentence());
  }

  /** What a link points at counts, and not the link. */
  @Test
  void aLinkIsAsGoodAsItsFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file("rw-r--r--", VALUE));
    assertEquals(TargetException.Kind.PERMISSION, refused(outside, "file:" + link).kind());
    file("rw-------", VALUE);
    assertEquals(VALUE, outside.read(reference("file:" + link)).reveal());
  }

  @Test
  void aFileOfAnotherUserIsNotRead() throws IOException {
    assertEquals(Optional.of(0), Invoker.uid(), "only root can give a file away");
    Path file = file("rw-------", VALUE);
    Files.setAttribute(file, "unix:uid", 12_345);
    TargetException refused = refused(outside, "file:" + file);
    assertEquals(TargetException.Kind.PERMISSION, refused.kind());
    assertTrue(refused.sentence().contains("chown root"), refused.sentence());
  }

  @Test
  void noFileAndAnEmptyOneAreUnavailable() throws IOException {
    TargetException missing = refused(outside, "file:" + folder.resolve("none"));
    assertEquals(TargetException.Kind.UNAVAILABLE, missing.kind());
    assertTrue(missing.remedy().contains("install -m 600"), missing.sentence());
    assertTrue(refused(outside, "file:" + file("rw-------", " \n")).sentence().contains("empty"));
    assertTrue(
        refused(outside, "file:" + file("rw-------", VALUE.repeat(10_000)))
            .sentence()
            .contains("more than"));
  }

  @Test
  void aFolderIsNoSecret() {
    TargetException refused =
        assertThrows(TargetException.class, () -> outside.read(reference("file:" + folder)));
    assertFalse(refused.sentence().isEmpty());
  }

  @Test
  void aCredentialIsThereForTheServiceAlone() throws IOException {
    TargetException refused = refused(outside, "credential:smtp");
    assertEquals(TargetException.Kind.UNAVAILABLE, refused.kind());
    assertTrue(refused.remedy().contains("secret: file:/etc/postern/smtp.secret"));
    Secrets inside = new HostSecrets(Optional.of(folder.toString()));
    TargetException missing = refused(inside, "credential:smtp");
    assertTrue(
        missing.remedy().contains("LoadCredential=smtp:/etc/postern/smtp.secret"),
        missing.sentence());
    Files.writeString(folder.resolve("smtp"), VALUE);
    assertEquals(VALUE, inside.read(reference("credential:smtp")).reveal());
  }

  @ParameterizedTest
  @CsvSource({
    "file:/etc/a, true",
    "file:etc/a, false",
    "file:, false",
    "credential:a.b-c_d, true",
    "credential:, false",
    "credential:.., false",
    "credential:../x, false",
    "credential:a/b, false",
    "FILE:/etc/a, false",
    "hunter2, false",
    "'', false"
  })
  void aReferenceIsOfOneOfTwoForms(String text, boolean is) {
    Optional<SecretReference> read = SecretReference.of(text);
    assertEquals(is, read.isPresent());
    read.ifPresent(one -> assertEquals(text, one.text()));
  }
}
