package org.postern.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;

/**
 * The networks and gateways next to a host. A peer that is near is seldom a stranger: it may be a
 * firewall that hides the real client behind its own address, a load balancer's health check, or a
 * mail client of the local network.
 *
 * @param onLink the networks of its interfaces, which it reaches without a gateway
 * @param gateways the gateways of its default routes
 */
public record Vicinity(AddressSet onLink, AddressSet gateways) {
  /**
   * The vicinity of a host of which nothing is known, so that only private addresses count as near.
   */
  public static final Vicinity UNKNOWN = new Vicinity(AddressSet.none(), AddressSet.none());

  /** The private addresses of RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 2.5.6 and 2.5.7. */
  private static final AddressSet PRIVATE =
      set(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "169.254.0.0/16",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10");

  private static final String ANYWHERE = "00000000";
  private static final String ANYWHERE6 = "0".repeat(32);

  /** How near a peer is. */
  public enum Near {
    GATEWAY("gateway", "the default gateway"),
    ON_LINK("on-link", "on this network"),
    PRIVATE("private", "a private address");

    private final String word;
    private final String text;

    Near(String word, String text) {
      this.word = word;
      this.text = text;
    }

    /** Returns the word for programs. */
    public String word() {
      return word;
    }

    /** Returns the words for people, with the question that they raise. */
    public String question() {
      return text + " (your firewall or a health check?)";
    }
  }

  /** Returns how near a peer is; empty for one that is not. */
  public Optional<Near> of(Address peer) {
    if (gateways.contains(peer)) {
      return Optional.of(Near.GATEWAY);
    }
    if (onLink.contains(peer)) {
      return Optional.of(Near.ON_LINK);
    }
    return PRIVATE.contains(peer) ? Optional.of(Near.PRIVATE) : Optional.empty();
  }

  /**
   * Returns the gateways of default routes, from {@code route} and {@code ipv6_route} in {@code
   * /proc/net} (net/ipv4/fib_trie.c and net/ipv6/route.c of Linux); none where there are no such
   * files.
   */
  static AddressSet gateways(Path proc) {
    AddressSet.Builder found = AddressSet.builder();
    for (String line : lines(proc.resolve("route"))) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > 7 && words[1].equals(ANYWHERE) && words[7].equals(ANYWHERE)) {
        gateway(words[2], ByteOrder.nativeOrder()).ifPresent(found::add);
      }
    }
    for (String line : lines(proc.resolve("ipv6_route"))) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length > 4 && words[0].equals(ANYWHERE6) && words[1].equals("00")) {
        gateway(words[4], ByteOrder.BIG_ENDIAN).ifPresent(found::add);
      }
    }
    return found.build();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return List.of();
    }
  }

  /**
   * Reads an address in hexadecimal, IPv4 in the byte order of the machine; all zeros mean no
   * gateway.
   */
  private static Optional<Address> gateway(String hex, ByteOrder order) {
    try {
      byte[] bytes = HexFormat.of().parseHex(hex);
      if (bytes.length == 4 && order == ByteOrder.LITTLE_ENDIAN) {
        int number = ByteBuffer.wrap(bytes).getInt();
        bytes = ByteBuffer.allocate(4).putInt(Integer.reverseBytes(number)).array();
      }
      Address address = Address.ofBytes(bytes);
      return address.equals(address.family().first()) ? Optional.empty() : Optional.of(address);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static AddressSet set(String... texts) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String text : texts) {
      if (AddressText.parse(text) instanceof AddressText.Ok ok) {
        builder.add(ok.interval());
      }
    }
    return builder.build();
  }
}
