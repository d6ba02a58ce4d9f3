package org.postern.host.tls;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.postern.address.Sha256;

/**
 * The SHA-256 of a server's public key (SubjectPublicKeyInfo, RFC 7469) or of its whole
 * certificate: only the server can answer with that one.
 */
public final class ServerKey {
  private static final String PREFIX = "sha256:";
  private static final int HEX = 64;

  private final byte[] digest;

  private ServerKey(byte[] digest) {
    this.digest = digest;
  }

  /**
   * Reads what a policy writes, which was checked: hexadecimal digits, with or without colons, or
   * Base64.
   */
  public static ServerKey of(String text) {
    String value = text.substring(PREFIX.length());
    String hex = value.replace(":", "");
    return new ServerKey(
        hex.length() == HEX ? HexFormat.of().parseHex(hex) : Base64.getDecoder().decode(value));
  }

  /** Tells whether a certificate is the one, or has the key. */
  boolean matches(X509Certificate certificate) throws CertificateEncodingException {
    return Arrays.equals(digest, Sha256.of(certificate.getPublicKey().getEncoded()))
        || Arrays.equals(digest, Sha256.of(certificate.getEncoded()));
  }

  /** Returns the pin of a certificate's key, as a policy writes it. */
  public static String ofKey(X509Certificate certificate) {
    return PREFIX + HexFormat.of().formatHex(Sha256.of(certificate.getPublicKey().getEncoded()));
  }
}
