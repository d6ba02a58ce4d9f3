package org.postern.policy.parse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.address.AddressText;
import org.postern.address.Interval;
import org.postern.policy.SourceSpec;

/**
 * How people name a source that a policy has: by its id, as it is written, or by the bare value.
 */
final class Spellings {
  private Spellings() {}

  /** Whether the words mean that source. */
  static boolean means(String words, SourceSpec source) {
    String given = words.strip();
    return given.equals(source.id())
        || spellings(source).contains(given)
        || (source instanceof SourceSpec.Literal literal
            && addresses(given).equals(Optional.of(literal.interval())))
        || (source instanceof SourceSpec.Dns dns && isName(given, dns.name()));
  }

  /** What can be typed for it, the most telling one first. */
  static List<String> spellings(SourceSpec source) {
    return switch (source) {
      case SourceSpec.Literal literal -> List.of(literal.text());
      case SourceSpec.Dns dns -> List.of("dns: " + dns.name(), "dns:" + dns.name(), dns.name());
      case SourceSpec.ListFile list ->
          List.of("file: " + list.path(), "file:" + list.path(), list.path());
      case SourceSpec.Reference one -> List.of("set: " + one.set(), "set:" + one.set(), one.set());
    };
  }

  /** A name as the policy keeps it. */
  static String dnsName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isName(String given, String name) {
    return dnsName(given.replaceFirst("^dns:? *", "")).equals(name);
  }

  /** The addresses that words are, with or without what an id begins with. */
  static Optional<Interval> addresses(String words) {
    String bare =
        words.startsWith(SourceSpec.Literal.ID)
            ? words.substring(SourceSpec.Literal.ID.length())
            : words;
    return AddressText.parse(bare) instanceof AddressText.Ok ok
        ? Optional.of(ok.interval())
        : Optional.empty();
  }

  /** Whether a source to be added is one that is there. */
  static boolean same(PolicyEdit.NewSource source, SourceSpec there) {
    return switch (source) {
      case PolicyEdit.NewSource.Addresses one ->
          there instanceof SourceSpec.Literal literal
              && addresses(one.text()).equals(Optional.of(literal.interval()));
      case PolicyEdit.NewSource.Name one ->
          there instanceof SourceSpec.Dns dns && dnsName(one.name()).equals(dns.name());
      case PolicyEdit.NewSource.ListFile one ->
          there instanceof SourceSpec.ListFile list && one.path().equals(list.path());
      case PolicyEdit.NewSource.Set one ->
          there instanceof SourceSpec.Reference reference && one.set().equals(reference.set());
    };
  }

  /** Addresses written into a policy that hold others and more. */
  static Optional<SourceSpec.Literal> covering(List<SourceSpec> sources, Interval addresses) {
    return sources.stream()
        .flatMap(
            source ->
                source instanceof SourceSpec.Literal literal
                        && literal.interval().contains(addresses.first())
                        && literal.interval().contains(addresses.last())
                    ? Stream.of(literal)
                    : Stream.empty())
        .findFirst();
  }
}
