package org.postern.target.feed;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.postern.policy.SecretReference;
import org.postern.target.Secret;
import org.postern.target.Secrets;
import org.postern.target.TargetException;

/** Signs what is published with Ed25519 (RFC 8032), where a key is given. */
final class Signer {
  private static final String ALGORITHM = "Ed25519";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final Optional<SecretReference> reference;
  private final Secrets secrets;

  Signer(Optional<SecretReference> reference, Secrets secrets) {
    this.reference = reference;
    this.secrets = secrets;
  }

  /** Tells whether it signs. */
  boolean signs() {
    return reference.isPresent();
  }

  /**
   * Returns the signature of a content, 64 bytes; empty where nothing is signed. It is
   * deterministic: equal contents have equal signatures.
   *
   * @throws TargetException when the key cannot be read, or is no Ed25519 key
   */
  Optional<byte[]> sign(byte[] content) throws TargetException {
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key(secrets.read(reference.get())));
      signature.update(content);
      return Optional.of(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new TargetException(
          TargetException.Kind.UNAVAILABLE,
          "its key, %s, is no Ed25519 private key in PEM".formatted(reference.get().text()),
          "make one: openssl genpkey -algorithm ed25519 -out FILE, and chmod 600 FILE");
    }
  }

  private static PrivateKey key(Secret secret) throws GeneralSecurityException {
    String text = secret.reveal();
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new GeneralSecurityException("no PEM");
    }
    byte[] key = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
    return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(key));
  }
}
