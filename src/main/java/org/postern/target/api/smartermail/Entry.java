package org.postern.target.api.smartermail;

import java.util.Optional;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.text.AddressText;

/**
 * An entry of the blacklist or the whitelist of SmarterMail.
 *
 * @param text the address or range, as the server spells it: the server deletes it by this text
 * @param description the text that an administrator sees beside it
 * @param smtp whether it is for SMTP; otherwise it refuses no mail
 */
record Entry(String text, String description, boolean smtp) {
  /** Returns the text without the blanks that a server may put into it. */
  String plainText() {
    return plain(text);
  }

  /** A text without blanks. */
  static String plain(String text) {
    return text.replace(" ", "");
  }

  /** Returns the IPv4 addresses that it names; none where it is of IPv6, or says something else. */
  Optional<Interval> interval() {
    return AddressText.parse(plainText()) instanceof AddressText.Ok ok
            && ok.interval().family() == Family.IP
        ? Optional.of(ok.interval())
        : Optional.empty();
  }
}
