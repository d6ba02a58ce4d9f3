package org.postern.source.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The keys from which DNSSEC begins: DS or DNSKEY records in the form of a zone file (RFC 1035
 * section 5).
 *
 * @param file the file of this host; empty for those of the root zone that come with the program
 */
public record TrustAnchors(Optional<Path> file) {
  private static final String ROOT = "root-anchors.zone";

  /** Opens the trust anchors. */
  InputStream open() throws IOException {
    return new ByteArrayInputStream(file.isPresent() ? Files.readAllBytes(file.get()) : root());
  }

  private static byte[] root() throws IOException {
    try (InputStream anchors =
        Objects.requireNonNull(TrustAnchors.class.getResourceAsStream(ROOT))) {
      return anchors.readAllBytes();
    }
  }

  /** Returns the name of the trust anchors in a message. */
  String text() {
    return file.map(Path::toString).orElse("the trust anchors of the root zone");
  }
}
