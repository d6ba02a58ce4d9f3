package org.postern.pipeline.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The logs of mail servers, as far as their ends tell enough. */
final class MailLogs {
  private static final List<String> FILES =
      List.of(
          "var/log/mail.log",
          "var/log/maillog",
          "var/log/exim4/mainlog",
          "var/log/exim/main.log",
          "var/log/exim_mainlog");

  /** Some ten thousand connections. */
  private static final int ENOUGH = 16 << 20;

  private MailLogs() {}

  /**
   * The end of one.
   *
   * @param file below the root
   * @param text each byte as one character
   */
  record End(String file, String text) {
    Stream<String> lines() {
      return text.lines();
    }

    InputStream stream() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Those that are there and can be read. */
  static List<End> of(HostView host, Findings found) {
    List<End> ends = new ArrayList<>();
    for (String file : FILES) {
      try {
        Optional<byte[]> bytes = host.files().end(file, ENOUGH);
        bytes.ifPresent(
            one -> ends.add(new End(file, new String(one, StandardCharsets.ISO_8859_1))));
      } catch (IOException e) {
        found.unseen("what the mail log tells", e);
      }
    }
    return ends;
  }
}
