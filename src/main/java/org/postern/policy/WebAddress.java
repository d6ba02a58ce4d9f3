package org.postern.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;

/**
 * An address of the web that is asked by HTTPS (RFC 3986, RFC 9110 section 4.2.2), without a user
 * and without a fragment.
 *
 * @param host a name in lower case, or an address, that of IPv6 in brackets
 * @param port the port, where it is not 443
 * @param rest path and query, as they are written
 */
public record WebAddress(String host, Optional<Integer> port, String rest) {
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  private static final Pattern FORM =
      Pattern.compile(
          ("(?i:https)://(?<host>%1$s(?:\\.%1$s)*|\\[[0-9A-Fa-f:.]+\\])(?::(?<port>[1-9]\\d{0,4}))?"
                  + "(?<rest>(?:[/?](?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]++|%%[0-9A-Fa-f]{2})*+)?)")
              .formatted(LABEL));

  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST = 2_048;

  /** Reads an address; empty where the text is none. */
  public static Optional<WebAddress> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<Integer> port = Optional.ofNullable(parts.group("port")).map(Integer::parseInt);
    return Optional.ofNullable(parts.group("host"))
        .filter(WebAddress::isHost)
        .filter(_ -> port.filter(number -> number > HIGHEST_PORT).isEmpty())
        .map(host -> new WebAddress(host.toLowerCase(Locale.ROOT), port, parts.group("rest")));
  }

  /** A name whose last part begins with a digit is an address, or nothing. */
  private static boolean isHost(String host) {
    boolean isNumber = Character.isDigit(host.charAt(host.lastIndexOf('.') + 1));
    return host.startsWith("[")
        ? isAddress(host.substring(1, host.length() - 1))
        : isNumber ? isAddress(host) : host.length() <= LONGEST_HOST;
  }

  private static boolean isAddress(String text) {
    return AddressText.parse(text) instanceof AddressText.Ok ok
        && ok.interval().first().equals(ok.interval().last());
  }

  /** Tells whether it names a server and nothing on it. */
  public boolean isServer() {
    return rest.isEmpty() || rest.equals("/");
  }

  /**
   * Returns the address as it is kept: equal addresses have equal texts, as far as that can be
   * told.
   */
  public String text() {
    return "https://" + host + port.map(number -> ":" + number).orElse("") + rest;
  }
}
