package org.postern.host.log.postfix;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.host.log.exim.EximFields;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.Named;
import org.postern.host.log.line.RecipientDomain;
import org.postern.host.log.line.Rejection;

/**
 * Reads lines of smtpd(8) of Postfix about a client that an access(5) table has refused or noted
 * ({@code log_whatsup} and {@code check_table_result} in src/smtpd/smtpd_check.c, up to 3.11).
 * Before the table's own text the client has chosen nothing; behind it stand sender, recipient and
 * HELO.
 *
 * <pre>
 * NOQUEUE: reject: RCPT from NAME[ADDRESS]: 450 4.7.1 &lt;NAME[ADDRESS]&gt;: Client host rejected: TEXT; from=&lt;a&gt; to=&lt;b&gt; proto=ESMTP helo=&lt;c&gt;
 * NOQUEUE: warn: RCPT from NAME[ADDRESS]: TEXT; from=&lt;a&gt; to=&lt;b&gt; proto=ESMTP helo=&lt;c&gt;
 * </pre>
 */
public final class PostfixRejection {
  private static final String REJECT = ": reject: ";
  private static final String WARN = ": warn: ";

  /** The mark of a restriction that only warns, with {@code warn_if_reject}. */
  private static final String REJECT_WARNING = ": reject_warning: ";

  private static final String FROM = " from ";
  private static final String REFUSED = ">: Client host rejected: ";

  /**
   * The fields that follow the text; the first of them that is there ends it, {@code proto} always
   * is.
   */
  private static final List<String> FIELDS = List.of("; from=<", "; to=<", "; proto=");

  /** A status code as in RFC 3463, if there is one. */
  private static final Pattern EXTENDED = Pattern.compile("(?:[0-9]\\.[0-9]{1,3}\\.[0-9]{1,3} )?");

  private static final int LONGEST_COMMAND = 48;

  private PostfixRejection() {}

  /** Tells whether a line may be one of these; cheap. */
  public static boolean isPossible(String line) {
    return line.contains(REJECT) || line.contains(WARN) || line.contains(REJECT_WARNING);
  }

  public static Optional<Rejection> read(Entry entry) {
    String text = entry.message();
    int id = text.indexOf(": ");
    if (id < 0 || !SmtpdLine.isId(text, 0, id) || !entry.program().component().equals("smtpd")) {
      return Optional.empty();
    }
    for (String word : List.of(REJECT, WARN, REJECT_WARNING)) {
      if (text.startsWith(word, id)) {
        int from = text.indexOf(FROM, id + word.length());
        return from > 0 && from - id <= LONGEST_COMMAND
            ? client(entry, from + FROM.length(), word)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Reads the client behind the command, {@code RCPT from}. */
  private static Optional<Rejection> client(Entry entry, int at, String word) {
    String text = entry.message();
    Optional<Named> client =
        Named.at(text, at)
            .filter(one -> one.address().isPresent() && text.startsWith(": ", one.end()));
    if (client.isEmpty()) {
      return Optional.empty();
    }
    int said = client.get().end() + 2;
    int begin = word.equals(WARN) ? said : reply(text, said, text.substring(at, said - 2));
    if (begin < 0) {
      return Optional.empty();
    }
    boolean permanent = text.charAt(said) == '5';
    Rejection.Kind kind =
        !word.equals(REJECT)
            ? Rejection.Kind.NOTED
            : permanent ? Rejection.Kind.REJECTED : Rejection.Kind.DEFERRED;
    int end = end(text, begin);
    return Optional.of(
        new Rejection(
            Rejection.Server.POSTFIX,
            kind,
            entry.program().instance(),
            client.get().address().orElseThrow(),
            text.substring(begin, end),
            recipient(text, end),
            entry.time()));
  }

  /**
   * Returns the place where the text of a table begins behind {@code 450 4.7.1 <CLIENT>: Client
   * host rejected: }; below zero where it does not: then something else than the client's address
   * was refused.
   */
  private static int reply(String text, int at, String client) {
    int code = Addresses.digits(text, at);
    if (code != at + 3 || !text.startsWith(" ", code)) {
      return -1;
    }
    int open = text.indexOf('<', code);
    boolean extended = open > code && EXTENDED.matcher(text.substring(code + 1, open)).matches();
    String words = "<" + client + REFUSED;
    return extended && text.startsWith(words, open) ? open + words.length() : -1;
  }

  private static int end(String text, int from) {
    return FIELDS.stream()
        .mapToInt(field -> text.indexOf(field, from))
        .filter(at -> at >= 0)
        .min()
        .orElse(text.length());
  }

  /**
   * Returns the recipient, which stands behind the sender; that may hold anything between quotes
   * (RFC 5321 section 4.1.2).
   */
  private static Optional<String> recipient(String text, int from) {
    int at = from + 1;
    if (text.startsWith(" from=<", at)) {
      at = EximFields.senderEnd(text, at + " from=".length());
    }
    if (!text.startsWith(" to=<", at)) {
      return Optional.empty();
    }
    int begin = at + " to=".length();
    return RecipientDomain.of(text, begin, EximFields.senderEnd(text, begin));
  }
}
