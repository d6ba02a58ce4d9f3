package org.postern.pipeline.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks whether the DNS block lists and rate limits of Postfix and Exim apply to the mail filter.
 * All mail arrives from the few addresses of the filter: they exceed limits that are meant for
 * single clients, and a block list that names one of them stops the mail of all senders.
 */
final class BlockListCheck implements Check {
  private static final Pattern ASKS =
      Pattern.compile("reject_(?:rbl_client|rhsbl_client|rhsbl_reverse_client)");

  private static final List<String> LIMITS =
      List.of(
          "smtpd_client_connection_rate_limit",
          "smtpd_client_connection_count_limit",
          "smtpd_client_message_rate_limit",
          "smtpd_client_recipient_rate_limit",
          "smtpd_client_new_tls_session_rate_limit");

  private static final String EXCEPTIONS = "smtpd_client_event_limit_exceptions";
  private static final String POSTSCREEN = "postscreen_dnsbl_sites";
  private static final String POSTSCREEN_ACCESS = "postscreen_access_list";
  private static final Pattern EXIM = Pattern.compile("(?:\\w+\\s+)?!?(dnslists|ratelimit)\\s*=.*");

  @Override
  public String name() {
    return "block lists and limits";
  }

  @Override
  public void look(HostView host, Findings found) throws IOException {
    for (PostfixSettings settings : PostfixSettings.all(host)) {
      PostfixSettings.LISTS.forEach(list -> lists(settings, list, found));
      limits(settings, found);
      postscreen(settings, found);
    }
    exim(EximText.lines(host), found);
  }

  private static void lists(PostfixSettings settings, String list, Findings found) {
    Optional<String> asks =
        settings.words(list).stream().filter(word -> ASKS.matcher(word).matches()).findFirst();
    asks.ifPresent(
        word ->
            found.should(
                "Postfix asks block lists about the filter's own nodes",
                settings.line(list),
                "take %s out of %s: the filter has asked already".formatted(word, list)));
  }

  private static void limits(PostfixSettings settings, Findings found) {
    boolean isExcepted = settings.values().containsKey(EXCEPTIONS);
    for (String limit : LIMITS) {
      String value = settings.values().getOrDefault(limit, "0");
      if (!isExcepted && !value.equals("0")) {
        found.should(
            "a limit of Postfix counts the filter's nodes like any client",
            settings.line(limit),
            "postconf -e '%s = $mynetworks, ADDRESSES OF THE FILTER'".formatted(EXCEPTIONS));
      }
    }
  }

  private static void postscreen(PostfixSettings settings, Findings found) {
    boolean hasAccess =
        settings.words(POSTSCREEN_ACCESS).stream().anyMatch(word -> word.contains(":"));
    if (!settings.words(POSTSCREEN).isEmpty() && !hasAccess) {
      found.should(
          "postscreen asks block lists about the filter's own nodes",
          settings.line(POSTSCREEN),
          ("postconf -e '%s = permit_mynetworks, cidr:/etc/postfix/filter.cidr', with a line"
                  + " ADDRESS permit for each node")
              .formatted(POSTSCREEN_ACCESS));
    }
  }

  private static void exim(List<String> lines, Findings found) {
    for (String line : lines) {
      var asks = EXIM.matcher(line);
      if (asks.matches()) {
        found.should(
            "dnslists".equals(asks.group(1))
                ? "Exim asks block lists about the filter's own nodes"
                : "a limit of Exim counts the filter's nodes like any client",
            line,
            "add to that statement the condition: !hosts = ADDRESSES OF THE FILTER");
      }
    }
  }
}
