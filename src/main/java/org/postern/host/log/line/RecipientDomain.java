package org.postern.host.log.line;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.policy.MailDomain;

/** The domain of a recipient as a client wrote it. */
public final class RecipientDomain {
  /**
   * The longest domain: RFC 5321 section 4.5.3.1.2 has 255 for one; a final dot and UTF-8 take
   * more.
   */
  private static final int LONGEST = 1_024;

  private RecipientDomain() {}

  /**
   * Returns the domain of an address.
   *
   * @param from the place where its angle bracket opens
   * @param end the place behind the bracket that closes
   * @return empty where it has none, as of {@code postmaster} alone, or where that is no domain
   */
  public static Optional<String> of(String text, int from, int end) {
    int at = text.lastIndexOf('@', end - 1);
    boolean closed = end > from + 1 && text.charAt(end - 1) == '>';
    return closed && at > from ? read(text.substring(at + 1, end - 1)) : Optional.empty();
  }

  /**
   * Returns the domain that a text is.
   *
   * @param text the text of which each character is a byte of UTF-8 (RFC 6531), as of a file, or
   *     not, as of the journal
   */
  public static Optional<String> read(String text) {
    return text.length() <= LONGEST && MailDomain.read(decoded(text)) instanceof MailDomain.Ok ok
        ? Optional.of(ok.name())
        : Optional.empty();
  }

  private static String decoded(String text) {
    return text.chars().allMatch(c -> c <= 0xFF)
        ? new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        : text;
  }
}
