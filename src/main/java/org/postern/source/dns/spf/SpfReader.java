package org.postern.source.dns.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.Family;
import org.postern.address.Interval;
import org.postern.address.Prefix;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Visible;
import org.postern.policy.DnsSource;
import org.postern.policy.SpfSource;
import org.postern.source.dns.DnsName;
import org.postern.source.dns.spf.SpfRecord.Directive;
import org.postern.source.dns.spf.SpfRecord.Mechanism;

/**
 * Reads the text of one SPF record by the grammar of RFC 7208 section 12. An error anywhere in it
 * makes all of it unusable (section 4.6).
 */
final class SpfReader {
  private static final String VERSION = "v=spf1";
  private static final Pattern MODIFIER =
      Pattern.compile("(?<name>[A-Za-z][A-Za-z0-9._-]*)=(?<value>.*)");
  private static final Pattern MECHANISM =
      Pattern.compile("(?<qualifier>[-+?~]?)(?<name>[A-Za-z][A-Za-z0-9._-]*)(?<rest>[:/].*)?");

  /** Matches {@code [ ":" domain-spec ] [ "/" length ] [ "//" length ]}. */
  private static final Pattern HOSTS =
      Pattern.compile("(?<domain>:.*?)?(/(?<length>[^/]*))?(//(?<length6>[^/]*))?");

  private static final Pattern NETWORK = Pattern.compile(":(?<address>[^/]+)(/(?<length>[^/]*))?");

  /** A number without a leading zero (ip4-cidr-length, ip6-cidr-length). */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** The last label has a letter, or a hyphen inside (toplabel). */
  private static final Pattern TOP_LABEL = Pattern.compile(".*[A-Za-z-].*");

  private static final Pattern MACRO_STRING =
      Pattern.compile("([^%]|%[%_-]|%\\{[slodiphcrtvSLODIPHCRTV][0-9]*[rR]?[-.+,/_=]*})*");

  private final List<Directive> directives = new ArrayList<>();
  private Optional<String> redirect = Optional.empty();
  private boolean explained;

  private SpfReader() {}

  /** Tells whether a TXT record is an SPF record (RFC 7208 section 4.5). */
  static boolean isSpf(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  /**
   * Reads a record.
   *
   * @throws SpfFailure when it breaks the grammar, or needs a sender to be understood
   */
  static SpfRecord read(String text) throws SpfFailure {
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw SpfFailure.malformed("it has characters outside of printable ASCII");
    }
    SpfReader reader = new SpfReader();
    for (String term : text.substring(VERSION.length()).split(" +", -1)) {
      if (!term.isEmpty()) {
        reader.take(term);
      }
    }
    return new SpfRecord(reader.directives, reader.redirect);
  }

  private void take(String term) throws SpfFailure {
    Matcher modifier = MODIFIER.matcher(term);
    if (modifier.matches()) {
      modifier(term, modifier.group("name").toLowerCase(Locale.ROOT), modifier.group("value"));
      return;
    }
    Matcher mechanism = MECHANISM.matcher(term);
    if (!mechanism.matches()) {
      throw wrong(term, "is no term of SPF");
    }
    String qualifier = mechanism.group("qualifier");
    String rest = Optional.ofNullable(mechanism.group("rest")).orElse("");
    directives.add(
        new Directive(
            shown(term),
            qualifier.isEmpty() || qualifier.equals("+"),
            mechanism(term, mechanism.group("name").toLowerCase(Locale.ROOT), rest)));
  }

  private void modifier(String term, String name, String value) throws SpfFailure {
    switch (name) {
      case "redirect" -> {
        if (redirect.isPresent()) {
          throw wrong(term, "is the second redirect");
        }
        redirect = Optional.of(domain(term, value));
      }
      case "exp" -> {
        if (explained || value.isEmpty()) {
          throw wrong(term, explained ? "is the second exp" : "names no domain");
        }
        explained = true;
        requireMacroString(term, value);
      }
      default -> requireMacroString(term, value);
    }
  }

  /** The value means nothing to us, and still has to be well formed. */
  private static void requireMacroString(String term, String value) throws SpfFailure {
    if (!MACRO_STRING.matcher(value).matches()) {
      throw wrong(term, "has a broken macro");
    }
  }

  private static Mechanism mechanism(String term, String name, String rest) throws SpfFailure {
    return switch (name) {
      case "all" -> {
        if (!rest.isEmpty()) {
          throw wrong(term, "has something behind all");
        }
        yield new Mechanism.All();
      }
      case "include" -> new Mechanism.Include(domain(term, argument(term, rest)));
      case "a" -> hosts(term, SpfSource.Hosts.A, rest);
      case "mx" -> hosts(term, SpfSource.Hosts.MX, rest);
      case "ip4" -> network(term, Family.IP, rest);
      case "ip6" -> network(term, Family.IP6, rest);
      case "ptr" -> {
        if (!rest.isEmpty()) {
          requireDomainSpec(term, argument(term, rest));
        }
        yield new Mechanism.BySender();
      }
      case "exists" -> {
        requireDomainSpec(term, argument(term, rest));
        yield new Mechanism.BySender();
      }
      default -> throw wrong(term, "is no mechanism of SPF");
    };
  }

  private static void requireDomainSpec(String term, String text) throws SpfFailure {
    requireMacroString(term, text);
    if (text.indexOf('%') < 0) {
      domain(term, text);
    }
  }

  private static String argument(String term, String rest) throws SpfFailure {
    if (!rest.startsWith(":") || rest.length() == 1) {
      throw wrong(term, "names no domain");
    }
    return rest.substring(1);
  }

  private static Mechanism hosts(String term, SpfSource.Hosts hosts, String rest)
      throws SpfFailure {
    Matcher parts = HOSTS.matcher(rest);
    if (!parts.matches()) {
      throw wrong(term, "has no prefix lengths behind its domain");
    }
    Optional<String> named = Optional.ofNullable(parts.group("domain"));
    return new Mechanism.Hosts(
        hosts,
        named.isEmpty() ? Optional.empty() : Optional.of(domain(term, argument(term, named.get()))),
        length(term, Family.IP, Optional.ofNullable(parts.group("length"))),
        length(term, Family.IP6, Optional.ofNullable(parts.group("length6"))));
  }

  private static Mechanism network(String term, Family family, String rest) throws SpfFailure {
    Matcher parts = NETWORK.matcher(rest);
    if (!parts.matches()) {
      throw wrong(term, "names no network");
    }
    Address address = address(term, family, parts.group("address"));
    Prefix prefix =
        Prefix.containing(
            address, length(term, family, Optional.ofNullable(parts.group("length"))));
    return new Mechanism.Network(new Interval(prefix.first(), prefix.last()));
  }

  private static Address address(String term, Family family, String text) throws SpfFailure {
    if (AddressText.parse(text) instanceof AddressText.Ok(Interval interval, _)
        && interval.first().equals(interval.last())
        && interval.family() == family) {
      return interval.first();
    }
    throw wrong(term, "has no %s address".formatted(family.label()));
  }

  private static int length(String term, Family family, Optional<String> text) throws SpfFailure {
    if (text.isEmpty()) {
      return family.bits();
    }
    if (!NUMBER.matcher(text.get()).matches() || Integer.parseInt(text.get()) > family.bits()) {
      throw wrong(term, "has a prefix length that %s does not have".formatted(family.label()));
    }
    return Integer.parseInt(text.get());
  }

  private static String domain(String term, String text) throws SpfFailure {
    if (text.indexOf('%') >= 0) {
      throw SpfFailure.unbounded(
          "\"%s\" has a macro, which stands for something else with each sender"
              .formatted(shown(term)));
    }
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    int dot = bare.lastIndexOf('.');
    if (dot < 0
        || !TOP_LABEL.matcher(bare.substring(dot + 1)).matches()
        || DnsName.check(bare).isPresent()) {
      throw wrong(term, "names no domain");
    }
    return DnsSource.kept(bare);
  }

  private static SpfFailure wrong(String term, String what) {
    return SpfFailure.malformed("\"%s\" %s".formatted(shown(term), what));
  }

  private static String shown(String term) {
    return Visible.shortened(Visible.text(term));
  }
}
