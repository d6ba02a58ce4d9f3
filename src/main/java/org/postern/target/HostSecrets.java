package org.postern.target;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.host.Invoker;
import org.postern.policy.SecretReference;

/**
 * The secrets of this host: files that only their owner can read, and the credentials of the
 * service, systemd.exec(5).
 */
public final class HostSecrets implements Secrets {
  private static final int LIMIT = 64 * 1024;
  private static final int ROOT = 0;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Optional<String> credentials;

  /** Creates a reader of the secrets of this process. */
  public HostSecrets() {
    this(Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")));
  }

  /**
   * Creates a reader with credentials from another folder.
   *
   * @param credentials the folder that systemd has made for the service; empty outside of one
   */
  public HostSecrets(Optional<String> credentials) {
    this.credentials = credentials;
  }

  @Override
  public Secret read(SecretReference reference) throws TargetException {
    return switch (reference) {
      case SecretReference.File file -> file(file);
      case SecretReference.Credential credential -> credential(credential);
    };
  }

  private static Secret file(SecretReference.File reference) throws TargetException {
    Path file = Path.of(reference.path());
    try {
      check(file.toRealPath());
      return contents(file.toRealPath(), reference);
    } catch (NoSuchFileException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "there is no file for its secret, " + reference.text(),
          "write one: install -m 600 /dev/stdin " + file);
    } catch (AccessDeniedException e) {
      throw new TargetException(
          TargetException.Kind.PERMISSION,
          "its secret cannot be read, " + reference.text(),
          "run as root, or as the owner of the file");
    } catch (TargetException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(reference);
    }
  }

  /**
   * Checks the modes of a file. Windows keeps none; there the rights of the folder are what
   * protects the file.
   */
  private static void check(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
    open.retainAll(view.readAttributes().permissions());
    if (!open.isEmpty()) {
      throw new TargetException(
          TargetException.Kind.PERMISSION,
          "others can read or write its secret, file:" + file,
          "chmod 600 %s, and take the secret for known to others".formatted(file));
    }
    int owner = (Integer) Files.getAttribute(file, "unix:uid");
    if (owner != ROOT && Invoker.uid().filter(own -> own == owner).isEmpty()) {
      throw new TargetException(
          TargetException.Kind.PERMISSION,
          "its secret, file:%s, is of another user (uid %d)".formatted(file, owner),
          "chown root " + file);
    }
  }

  private Secret credential(SecretReference.Credential reference) throws TargetException {
    if (credentials.isEmpty()) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "%s is there only for the service that systemd starts".formatted(reference.text()),
          "have the daemon do it, name the folder in CREDENTIALS_DIRECTORY, or keep the secret in a"
              + " file: secret: file:/etc/postern/%s.secret".formatted(reference.name()));
    }
    Path file = Path.of(credentials.get()).resolve(reference.name());
    try {
      return contents(file, reference);
    } catch (NoSuchFileException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "the service has no " + reference.text(),
          "add to its unit: LoadCredential=%1$s:/etc/postern/%1$s.secret"
              .formatted(reference.name()));
    } catch (TargetException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(reference);
    }
  }

  private static Secret contents(Path file, SecretReference reference) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LIMIT + 1);
    }
    String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    if (text.isEmpty() || bytes.length > LIMIT) {
      String fault = text.isEmpty() ? "is empty" : "has more than %d bytes".formatted(LIMIT);
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "its secret, %s, %s".formatted(reference.text(), fault),
          "write the secret there, and nothing else");
    }
    return new Secret(text);
  }

  private static TargetException unreadable(SecretReference reference) {
    return new TargetException(
        TargetException.Kind.UNAVAILABLE, "its secret cannot be read, " + reference.text());
  }
}
