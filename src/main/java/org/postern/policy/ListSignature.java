package org.postern.policy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * The signature by which all bytes of a list are recognised: Ed25519 (RFC 8032), beside the list.
 *
 * @param at the address of the signature, which has 64 bytes
 * @param key the public key in Base64, as it stands between the lines of its PEM form (RFC 8410)
 */
public record ListSignature(WebAddress at, String key) {
  private static final String ALGORITHM = "Ed25519";

  public ListSignature {
    if (publicKey(key).isEmpty()) {
      throw new IllegalArgumentException("no public key of Ed25519");
    }
  }

  /** Tells whether a text is a key. */
  public static boolean isKey(String text) {
    return publicKey(text).isPresent();
  }

  /** Tells whether these bytes are its signature of a content. */
  public boolean isOf(byte[] content, byte[] signature) {
    try {
      Signature verification = Signature.getInstance(ALGORITHM);
      verification.initVerify(publicKey(key).orElseThrow());
      verification.update(content);
      return verification.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static Optional<PublicKey> publicKey(String text) {
    try {
      byte[] der = Base64.getDecoder().decode(text);
      return Optional.of(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
