package org.postern.plan;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.address.Family;
import org.postern.address.text.AddressText;
import org.postern.policy.SecretReference;
import org.postern.policy.ServerPin;
import org.postern.policy.WebAddress;

/** The values that an option of a target may have. */
public sealed interface TargetOption {
  /** Describes the values in words, for the author of a wrong one. */
  String describe();

  /** A value that is one of these words. */
  record OneOf(Set<String> words) implements TargetOption {
    public OneOf {
      words = Set.copyOf(words);
    }

    @Override
    public String describe() {
      return String.join(" or ", new TreeSet<>(words));
    }
  }

  /** A value that is one or more of these words, joined by commas. */
  record SomeOf(Set<String> words) implements TargetOption {
    public SomeOf {
      words = Set.copyOf(words);
    }

    @Override
    public String describe() {
      return "some of " + String.join(", ", new TreeSet<>(words));
    }
  }

  /** Names of the policy's rules, joined by commas. */
  record RuleNames() implements TargetOption {
    @Override
    public String describe() {
      return "names of rules";
    }
  }

  /** A file or folder of this host, from the root. */
  record FilePath() implements TargetOption {
    @Override
    public String describe() {
      return "a path from the root, such as /etc/postfix";
    }
  }

  /** A name of a part of the system: letters, digits, and dots, dashes between. */
  record Name() implements TargetOption {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    /** Tells whether a text is one. */
    public boolean matches(String text) {
      return WORD.matcher(text).matches();
    }

    @Override
    public String describe() {
      return "a name, such as mailcow-postfix";
    }
  }

  /** A name of a part of the system, in any characters, blanks between. */
  record Text() implements TargetOption {
    private static final int LONGEST = 128;

    /** Tells whether a text is one. */
    public boolean matches(String text) {
      return !text.isEmpty() && text.length() <= LONGEST && text.equals(text.strip());
    }

    @Override
    public String describe() {
      return "a name of up to 128 characters, such as Default Frontend MBX1";
    }
  }

  /** The address of a server that speaks HTTPS. */
  record Url() implements TargetOption {
    /** Tells whether a text is one; the name is not looked up. */
    public boolean matches(String text) {
      return text.startsWith("https:")
          && WebAddress.of(text).filter(WebAddress::isServer).isPresent();
    }

    /** Tells whether a text may hold a password, as {@code https://user:password@host} does. */
    public boolean tells(String text) {
      return text.contains("@");
    }

    @Override
    public String describe() {
      return "the address of a server, such as https://mail.example.com:4040";
    }
  }

  /** The key or certificate by which a server is recognised: its SHA-256. */
  record Pin() implements TargetOption {
    /** Tells whether a text is one. */
    public boolean matches(String text) {
      return ServerPin.matches(text);
    }

    @Override
    public String describe() {
      return ServerPin.FORM;
    }
  }

  /** An address and a port of the system, joined by a colon. */
  record Endpoint() implements TargetOption {
    private static final Pattern FORM = Pattern.compile("([0-9.]{7,15}):([1-9]\\d{0,4})");
    private static final int HIGHEST = 65_535;

    /**
     * An endpoint that was read.
     *
     * @param address the IPv4 address
     * @param port the port, from 1 to 65535
     */
    public record At(Address address, int port) {
      /** Returns the value as a policy writes it. */
      public String text() {
        return address + ":" + port;
      }
    }

    /** Reads an endpoint; empty where the text is none. */
    public static Optional<At> parse(String text) {
      Matcher parts = FORM.matcher(text);
      if (parts.matches()
          && AddressText.parse(parts.group(1)) instanceof AddressText.Ok ok
          && Integer.parseInt(parts.group(2)) <= HIGHEST) {
        return Optional.of(new At(ok.interval().first(), Integer.parseInt(parts.group(2))));
      }
      return Optional.empty();
    }

    @Override
    public String describe() {
      return "an IPv4 address and a port, such as 198.51.100.10:587";
    }
  }

  /**
   * Addresses, prefixes and ranges of a family, joined by commas.
   *
   * @param family the family of all addresses
   */
  record Addresses(Family family) implements TargetOption {
    /** Tells whether a text is one of them. */
    public boolean matches(String text) {
      return AddressText.parse(text) instanceof AddressText.Ok ok
          && ok.interval().family() == family;
    }

    /** Reads the addresses of a list; other words are left out. */
    public static AddressSet parse(String list) {
      AddressSet.Builder all = AddressSet.builder();
      for (String text : list.split(",", -1)) {
        if (AddressText.parse(text) instanceof AddressText.Ok ok) {
          all.add(ok.interval());
        }
      }
      return all.build();
    }

    @Override
    public String describe() {
      return "%s addresses, prefixes or ranges".formatted(family.label());
    }
  }

  /** The place where a secret is kept; never the secret. */
  record Secret() implements TargetOption {
    @Override
    public String describe() {
      return SecretReference.FORMS;
    }
  }

  /**
   * The names of the rules that say {@code opens: true}, joined by commas. No policy writes it: it
   * is bound for the targets that have it, so that a stored generation keeps it.
   */
  record OpenedRules() implements TargetOption {
    @Override
    public String describe() {
      return "set by opens: true of a rule";
    }
  }

  /** Returns an option that takes one or more of these words. */
  static TargetOption someOf(String... words) {
    return new SomeOf(Set.of(words));
  }

  /** Returns an option that takes one of these words. */
  static TargetOption oneOf(String... words) {
    return new OneOf(Set.of(words));
  }
}
