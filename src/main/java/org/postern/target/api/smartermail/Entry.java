package org.postern.target.api.smartermail;

import java.util.Optional;
import org.postern.address.AddressText;
import org.postern.address.Family;
import org.postern.address.Interval;

/**
 * An entry of the blacklist or the whitelist of SmarterMail.
 *
 * @param text its address or range, as the server spells it: the server deletes it by this text
 * @param description what its administrator sees beside it
 * @param smtp whether it is for SMTP; otherwise it refuses no mail
 */
record Entry(String text, String description, boolean smtp) {
  /** The IPv4 addresses that it names; none where it is of IPv6, or says something else. */
  Optional<Interval> interval() {
    return AddressText.parse(text.replace(" ", "")) instanceof AddressText.Ok ok
            && ok.interval().family() == Family.IP
        ? Optional.of(ok.interval())
        : Optional.empty();
  }
}
