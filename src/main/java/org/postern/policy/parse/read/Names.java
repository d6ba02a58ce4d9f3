package org.postern.policy.parse.read;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.address.text.AddressText;
import org.postern.diagnostic.Code;
import org.postern.policy.InterfaceNames;
import org.postern.policy.parse.text.Words;
import org.postern.policy.parse.yaml.Node;

/** Reads names of all kinds, each checked to its alphabet, and what stands for a place. */
public final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** Words that mean something else where names of sets stand. */
  private static final List<String> RESERVED = List.of("any", "none");

  private static final Pattern DNS_LABEL =
      Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

  private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)](?::([0-9]{1,5}))?");
  private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):([0-9]{1,5})");
  private static final int LONGEST_DNS_NAME = 253;
  private static final int DNS_PORT = 53;

  private final Values values;

  Names(Values values) {
    this.values = values;
  }

  /** Tells whether the key can name a set or a rule; reported if not. */
  boolean name(Node.Scalar scalar) {
    String text = scalar.text();
    if (RESERVED.contains(text)) {
      add(Code.BAD_NAME, scalar, "has a meaning of its own in accept", "choose another name");
      return false;
    }
    if (NAME.matcher(text).matches()) {
      return true;
    }
    String candidate =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
    add(
        Code.BAD_NAME,
        scalar,
        "is not a name: lower-case letters, digits and dashes, a letter first, at most 32",
        NAME.matcher(candidate).matches() ? "write " + candidate : "choose another name");
    return false;
  }

  /** A DNS name in lower case, without the final dot. */
  Optional<String> dns(Node.Scalar scalar) {
    String text = scalar.text().toLowerCase(Locale.ROOT);
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (isDnsName(name) && !isAddress(name)) {
      return Optional.of(name);
    }
    add(Code.BAD_DNS_NAME, scalar, "is not a DNS name", dnsFix(name));
    return Optional.empty();
  }

  /** Returns the name to be asked for; one that stands for the names below it is reported. */
  Optional<String> asked(Node.Scalar scalar) {
    Optional<String> above = above(scalar.text());
    above.ifPresent(
        name ->
            add(
                Code.BAD_DNS_NAME,
                scalar,
                "stands for the names below it, and is none that can be asked",
                "write ptr: %s, which takes the addresses with such names".formatted(name)));
    return above.isPresent() ? Optional.empty() : dns(scalar);
  }

  /** Returns the domain of {@code *.example.net} or {@code .example.net}; empty for other texts. */
  static Optional<String> above(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    String name = lower.startsWith("*.") ? lower.substring(2) : lower.replaceFirst("^\\.", "");
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return !name.equals(lower) && bare.contains(".") && isDnsName(bare) && !isAddress(bare)
        ? Optional.of(bare)
        : Optional.empty();
  }

  /** A DNS name that stands for all names below it too, in lower case, without the final dot. */
  Optional<String> dnsWithBelow(Node.Scalar scalar) {
    Optional<String> above = above(scalar.text());
    if (above.isPresent()) {
      add(
          Code.BAD_DNS_NAME,
          scalar,
          "is not a DNS name",
          "write %s, which stands for the names below it too".formatted(above.get()));
      return Optional.empty();
    }
    Optional<String> name = dns(scalar);
    if (name.isPresent() && !name.get().contains(".")) {
      add(
          Code.BAD_DNS_NAME,
          scalar,
          "stands for all names below it, which is a whole top-level domain",
          "write more of the name");
      return Optional.empty();
    }
    return name;
  }

  private static boolean isDnsName(String name) {
    return name.length() <= LONGEST_DNS_NAME
        && List.of(name.split("\\.", -1)).stream().allMatch(l -> DNS_LABEL.matcher(l).matches());
  }

  static boolean isAddress(String text) {
    return text.chars().allMatch(Names::isOfAddresses)
        && AddressText.parse(text) instanceof AddressText.Ok;
  }

  /** A policy may have thousands of names, and nearly all of them have other letters. */
  private static boolean isOfAddresses(int character) {
    return Character.digit(character, 16) >= 0 || " .:/-%".indexOf(character) >= 0;
  }

  private static String dnsFix(String name) {
    if (isAddress(name)) {
      return "an address needs no dns: in front of it";
    }
    if (name.contains("*")) {
      return "write the names themselves; a pattern cannot be asked";
    }
    if (name.chars().anyMatch(character -> character > 0x7F)) {
      return "write an international name in its ASCII form, which starts with xn--";
    }
    int scheme = name.indexOf("://");
    String host = scheme < 0 ? "" : name.substring(scheme + 3).split("[/:]", -1)[0];
    return isDnsName(host)
        ? "write " + host
        : "letters, digits, dashes and underscores, with dots between, at most 253 long";
  }

  /** Tells whether any system can have a network interface of this name; reported if not. */
  boolean networkInterface(Node.Scalar scalar) {
    for (InterfaceNames system : InterfaceNames.values()) {
      if (system.fault(scalar.text()).isEmpty()) {
        return true;
      }
    }
    add(Code.BAD_INTERFACE, scalar, "is not an interface", InterfaceNames.LINUX.example());
    return false;
  }

  static Optional<Integer> portNumber(String digits) {
    return Optional.of(digits)
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .filter(number -> number >= 1 && number <= 65_535);
  }

  /** A name server as {@code 192.0.2.53:53} or {@code [2001:db8::53]:53}. */
  Optional<String> server(Node.Scalar scalar) {
    Optional<String> server = server(scalar.text());
    if (server.isEmpty()) {
      add(
          Code.BAD_SERVER,
          scalar,
          "is not the address of a name server",
          "write 192.0.2.53, 192.0.2.53:5353, \"2001:db8::53\" or \"[2001:db8::53]:5353\"");
    }
    return server;
  }

  private static Optional<String> server(String text) {
    Matcher bracketed = BRACKETED.matcher(text);
    if (bracketed.matches()) {
      return server(bracketed.group(1), Optional.ofNullable(bracketed.group(2)), true);
    }
    Matcher withPort = WITH_PORT.matcher(text);
    return withPort.matches()
        ? server(withPort.group(1), Optional.of(withPort.group(2)), false)
        : server(text, Optional.empty(), text.contains(":"));
  }

  private static Optional<String> server(String address, Optional<String> port, boolean ip6) {
    Optional<Integer> number = port.isEmpty() ? Optional.of(DNS_PORT) : portNumber(port.get());
    boolean single =
        AddressText.parse(address) instanceof AddressText.Ok ok
            && ok.form() == AddressText.Form.ADDRESS
            && address.contains(":") == ip6;
    return number.filter(_ -> single).map(n -> ip6 ? "[" + address + "]:" + n : address + ":" + n);
  }

  private void add(Code code, Node.Scalar scalar, String what, String fix) {
    values.add(code, scalar.span(), Words.quoted(scalar.text()) + " " + what, fix);
  }
}
