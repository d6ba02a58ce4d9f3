package org.postern.host.log.exim;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.host.log.line.Entry;
import org.postern.host.log.line.RecipientDomain;
import org.postern.host.log.line.Rejection;

/**
 * Reads lines of Exim's main log about a client for which an ACL has a {@code log_message} of ours
 * (specification, chapter "Access control lists"). Only text at the end of a line is the ACL's own;
 * sender, recipient, HELO and the names in TLS are the client's, and stand before it.
 *
 * <pre>
 * H=NAME (HELO) [ADDRESS] F=&lt;a&gt; temporarily rejected RCPT &lt;b&gt;: postern: RULE refused
 * H=NAME (HELO) [ADDRESS] Warning: postern: RULE observed
 * H=NAME (HELO) [ADDRESS] Warning: postern: RULE observed for DOMAIN
 * </pre>
 *
 * <p>Of the same message Exim writes the same warning once, however many recipients it has.
 */
public final class EximRejection {
  /** The beginning of a message of ours. */
  private static final String MARK = ": postern: ";

  private static final Pattern OURS =
      Pattern.compile("postern: [A-Za-z0-9._-]+ (?:refused|observed)");

  private static final String BEFORE = ": ";
  private static final String HOST = "H=";
  private static final String WARNING = " Warning";
  private static final String TEMPORARILY = " temporarily";
  private static final String REJECTED = " rejected RCPT ";
  private static final String SENDER = " F=<";
  private static final String FOR = " for ";

  private EximRejection() {}

  /** Tells whether a line may be one of these; cheap. */
  public static boolean isPossible(String line) {
    return line.contains(MARK);
  }

  public static Optional<Rejection> read(Entry entry) {
    String text = Exim.withoutProcess(Exim.withoutTime(entry.message()));
    int mark = text.lastIndexOf(MARK);
    Optional<EximHost> client =
        text.startsWith(HOST) && mark > 0
            ? EximLine.read(text).flatMap(EximLine::client)
            : Optional.empty();
    if (client.isEmpty()) {
      return Optional.empty();
    }
    int from = ident(text, client.get().end());
    if (text.startsWith(WARNING + MARK, from)) {
      return noted(entry, client.get(), text.substring(from + WARNING.length() + BEFORE.length()));
    }
    int sender = text.indexOf(SENDER, from);
    int at = sender < 0 ? from : EximFields.senderEnd(text, sender + SENDER.length() - 1);
    boolean temporary = text.startsWith(TEMPORARILY, at);
    int verdict = temporary ? at + TEMPORARILY.length() : at;
    if (!text.startsWith(REJECTED, verdict)) {
      return Optional.empty();
    }
    int recipient = verdict + REJECTED.length();
    int end = EximFields.senderEnd(text, recipient);
    String said = text.substring(mark + BEFORE.length());
    return end == mark && OURS.matcher(said).matches()
        ? Optional.of(
            new Rejection(
                Rejection.Server.EXIM,
                temporary ? Rejection.Kind.DEFERRED : Rejection.Kind.REJECTED,
                entry.program().instance(),
                client.get().address(),
                said,
                RecipientDomain.of(text, recipient, end),
                entry.time()))
        : Optional.empty();
  }

  /**
   * Returns the place behind {@code U=NAME}, by which the client's host calls its user (RFC 1413).
   */
  private static int ident(String text, int from) {
    int end = text.startsWith(" U=", from) ? text.indexOf(' ', from + 1) : from;
    return end < 0 ? text.length() : end;
  }

  /** A warning has no recipient but in its own words. */
  private static Optional<Rejection> noted(Entry entry, EximHost client, String said) {
    int word = said.indexOf(FOR);
    String text = word < 0 ? said : said.substring(0, word);
    if (!OURS.matcher(text).matches()) {
      return Optional.empty();
    }
    Optional<String> domain =
        word < 0 ? Optional.empty() : RecipientDomain.read(said.substring(word + FOR.length()));
    return Optional.of(
        new Rejection(
            Rejection.Server.EXIM,
            Rejection.Kind.NOTED,
            entry.program().instance(),
            client.address(),
            text,
            domain,
            entry.time()));
  }
}
