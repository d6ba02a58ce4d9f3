package org.postern.host.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.postern.address.Address;
import org.postern.host.log.line.AddressScan;
import org.postern.host.log.line.Addresses;
import org.postern.host.log.line.Arrival;
import org.postern.host.log.line.Arrivals;
import org.postern.host.log.line.Entry;

/**
 * Reads text of a program that is not known: every address in a line counts once, but for those
 * that something was sent to.
 */
public final class AnyText {
  public static final String NAME = "text with addresses";

  /** A line with one of these tells how a message was handed on. */
  private static final List<String> SENT =
      List.of(
          "status=sent",
          "status=deferred",
          "status=bounced",
          "stat=Sent",
          "stat=Deferred",
          "_accepted_message",
          "Remote_host_said",
          " mta ");

  private static final Set<String> DESTINATIONS =
      Set.of("to", "dst", "dest", "destination", "lip", "laddr");

  private static final Set<String> SENDING =
      Set.of("connect", "connected", "connecting", "connection", "delivered", "relayed", "sent");

  private AnyText() {}

  /** Hands out what an entry names; answers whether it names any. */
  static boolean read(Entry entry, Arrivals arrivals) {
    String text = entry.message();
    TreeMap<Address, Role> found = new TreeMap<>();
    AddressScan.forEach(
        text, (address, at) -> found.merge(address, role(text, at), AnyText::lesser));
    if (found.isEmpty() || SENT.stream().anyMatch(text::contains)) {
      return false;
    }
    boolean peers = found.containsValue(Role.PEER);
    List<Address> counted = new ArrayList<>();
    found.forEach(
        (address, role) -> {
          if (role == Role.PEER || (role == Role.DESTINATION && !peers)) {
            counted.add(address);
          }
        });
    counted.forEach(
        peer -> arrivals.connection(new Arrival(peer, Optional.empty(), entry.time(), false)));
    return !counted.isEmpty();
  }

  /** The role of an address, by the words before it. */
  private enum Role {
    PEER,
    /** The address is a peer if the line names no other. */
    DESTINATION,
    SENT_TO
  }

  private static Role lesser(Role one, Role other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Role role(String text, int at) {
    int end = at;
    while (end > 0 && " [(<\"'=:".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (text.startsWith("->", end - 2)) {
      return Role.DESTINATION;
    }
    int begin = wordBegin(text, end);
    if (!DESTINATIONS.contains(word(text, begin, end))) {
      return Role.PEER;
    }
    int before = begin;
    while (before > 0 && text.charAt(before - 1) == ' ') {
      before--;
    }
    return SENDING.contains(word(text, wordBegin(text, before), before))
        ? Role.SENT_TO
        : Role.DESTINATION;
  }

  private static int wordBegin(String text, int end) {
    int begin = end;
    while (begin > 0 && end - begin < 16 && Addresses.isWord(text.charAt(begin - 1))) {
      begin--;
    }
    return begin;
  }

  private static String word(String text, int begin, int end) {
    return text.substring(begin, end).toLowerCase(Locale.ROOT);
  }
}
