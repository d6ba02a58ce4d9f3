package org.postern.pipeline.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the logs of mail servers, as far as their ends tell enough. */
final class MailLogs {
  private static final List<String> FILES =
      List.of(
          "var/log/mail.log",
          "var/log/maillog",
          "var/log/exim4/mainlog",
          "var/log/exim/main.log",
          "var/log/exim_mainlog");

  /** The bytes that are read of the end of a log, some ten thousand connections. */
  private static final int ENOUGH = 16 << 20;

  /**
   * The command for the last entries of mail (RFC 5424 section 6.2.1), journalctl(1). Its times are
   * not in the language of the host.
   */
  private static final String[] JOURNAL = {
    "journalctl",
    "--no-pager",
    "--quiet",
    "--output=short-iso",
    "--lines=50000",
    "SYSLOG_FACILITY=2"
  };

  private MailLogs() {}

  /**
   * The end of a log.
   *
   * @param name the name as a person knows it
   * @param text the text, each byte as one character
   */
  record End(String name, String text) {
    Stream<String> lines() {
      return text.lines();
    }

    InputStream stream() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /**
   * Returns the ends of the logs that are there and can be read; what the journal has of mail where
   * no file is there.
   */
  static List<End> of(HostView host, Findings found) {
    List<End> ends = new ArrayList<>();
    boolean isFile = false;
    for (String file : FILES) {
      try {
        Optional<byte[]> bytes = host.files().end(file, ENOUGH);
        isFile |= bytes.isPresent();
        bytes.ifPresent(
            one ->
                ends.add(
                    new End(HostFiles.shown(file), new String(one, StandardCharsets.ISO_8859_1))));
      } catch (IOException e) {
        isFile = true;
        found.unseen("what the mail log tells", e);
      }
    }
    return isFile
        ? ends
        : host.told(JOURNAL).filter(text -> !text.isBlank()).stream()
            .map(text -> new End("the journal", text))
            .toList();
  }
}
