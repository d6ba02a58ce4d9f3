package org.postern.host.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that is made for a test, in the encoding of RFC 5280: signed by itself, for one
 * name.
 */
public final class TestCertificate {
  private static final String ECDSA_WITH_SHA256 = "06082a8648ce3d040302";
  private static final String COMMON_NAME = "0603550403";
  private static final String ALTERNATIVE_NAME = "0603551d11";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestCertificate(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /** One that is valid now. */
  public static TestCertificate of(String name) {
    Instant now = Instant.now();
    return of(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
  }

  /** One that is valid at some time. */
  public static TestCertificate of(String name, Instant from, Instant until) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] issuer =
          sequence(element(0x31, sequence(hex(COMMON_NAME), element(0x0c, ascii("test")))));
      byte[] alternative =
          sequence(hex(ALTERNATIVE_NAME), element(0x04, sequence(element(0x82, ascii(name)))));
      byte[] body =
          sequence(
              element(0xa0, element(0x02, new byte[] {2})),
              element(0x02, new BigInteger(63, new SecureRandom()).toByteArray()),
              sequence(hex(ECDSA_WITH_SHA256)),
              issuer,
              sequence(
                  element(0x18, ascii(TIME.format(from))),
                  element(0x18, ascii(TIME.format(until)))),
              issuer,
              keys.getPublic().getEncoded(),
              element(0xa3, sequence(alternative)));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      byte[] whole =
          sequence(
              body,
              sequence(hex(ECDSA_WITH_SHA256)),
              element(0x03, joined(new byte[] {0}, signature.sign())));
      return new TestCertificate(
          keys,
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] sequence(byte[]... parts) {
    return element(0x30, parts);
  }

  /** Tag, length, contents (X.690, 8.1). */
  private static byte[] element(int tag, byte[]... parts) {
    byte[] content = joined(parts);
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return joined(head, content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Of a server that shows it. */
  public SSLContext server() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      store.setKeyEntry(
          "server", keys.getPrivate(), new char[0], new X509Certificate[] {certificate});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pin of its key, as a policy writes it. */
  public String pin() {
    return ServerKey.ofKey(certificate);
  }

  /** The SHA-256 of its key in Base64, as curl takes it. */
  public String keyInBase64() {
    return Base64.getEncoder().encodeToString(sha256(keys.getPublic().getEncoded()));
  }

  /** Its fingerprint, as openssl prints it. */
  public String fingerprint() {
    try {
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes it as the certificate of a CA. */
  public Path write(Path file) {
    try {
      String text = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
      return Files.writeString(
          file,
          """
          -----BEGIN CERTIFICATE-----
          %s
          -----END CERTIFICATE-----
          """
              .formatted(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
