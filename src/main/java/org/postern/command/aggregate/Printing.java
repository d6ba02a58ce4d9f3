package org.postern.command.aggregate;

import java.util.List;
import java.util.Optional;
import org.postern.address.AddressSet;
import org.postern.address.AddressWriter;
import org.postern.address.ByteSink;
import org.postern.address.Family;
import org.postern.address.IntervalSource;
import org.postern.command.Invocation;
import org.postern.command.Option;
import org.postern.command.UsageException;

/**
 * How the result is printed.
 *
 * @param families the families that are printed
 * @param counted whether it is only counted
 * @param name the name of the sets that nft or ipset load, before what names the family
 * @param table the table of nft
 */
record Printing(Form form, List<Family> families, boolean counted, String name, String table) {
  static final Option FAMILY = Option.value("--family", "ip|ip6", "only these addresses");
  static final Option COUNT = Option.flag("--count", "how many there are, instead of the list");
  static final Option PRINT =
      Option.value(
          "--print",
          "prefixes|ranges|addresses|nft|ipset",
          "the fewest prefixes (default) or ranges, each address, or what nft -f or ipset restore"
              + " loads");
  static final Option SET_NAME =
      Option.value("--name", "NAME", "of the sets that nft or ipset load; default aggregate");
  static final Option TABLE =
      Option.value("--table", "NAME", "of nft, family inet; default aggregate");

  private static final String DEFAULT_NAME = "aggregate";

  /** The table that targets of Postern own. */
  private static final String OWN_TABLE = "postern";

  /** The longest name: ipset takes 31 characters, of which its text needs eight. */
  private static final int LONGEST_NAME = 23;

  Printing {
    families = List.copyOf(families);
  }

  /** Returns the printing that a call asks for. */
  static Printing of(Invocation invocation) {
    String table = name(invocation, TABLE);
    if (table.equals(OWN_TABLE)) {
      throw new UsageException("the table postern is what apply writes; name another");
    }
    return new Printing(
        form(invocation),
        families(invocation),
        invocation.has(COUNT.name()),
        name(invocation, SET_NAME),
        table);
  }

  private static Form form(Invocation invocation) {
    Optional<String> word = invocation.value(PRINT.name());
    if (word.isEmpty()) {
      return Form.PREFIXES;
    }
    Optional<Form> form = Form.of(word.get());
    if (form.isEmpty()) {
      throw new UsageException("--print is one of " + PRINT.placeholder() + ", not " + word.get());
    }
    return form.get();
  }

  private static List<Family> families(Invocation invocation) {
    Optional<String> word = invocation.value(FAMILY.name());
    if (word.isEmpty()) {
      return List.of(Family.IP, Family.IP6);
    }
    return Family.of(word.get())
        .map(List::of)
        .orElseThrow(() -> new UsageException("--family is ip or ip6, not " + word.get()));
  }

  private static String name(Invocation invocation, Option option) {
    String name = invocation.value(option.name()).orElse(DEFAULT_NAME);
    boolean fits = !name.isEmpty() && name.length() <= LONGEST_NAME && isLetter(name.charAt(0));
    for (int at = 1; at < name.length(); at++) {
      char character = name.charAt(at);
      fits &= isLetter(character) || character == '_' || (character >= '0' && character <= '9');
    }
    if (!fits) {
      throw new UsageException(
          option.name()
              + " is a letter, then letters, digits and _, at most "
              + LONGEST_NAME
              + " in all");
    }
    return name;
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  /** Returns the part of a set that is printed. */
  AddressSet only(AddressSet set) {
    return families.size() == 1 ? set.only(families.getFirst()) : set;
  }

  /** Writes the result, with all that belongs to the form. */
  void write(IntervalSource result, ByteSink out) {
    switch (form) {
      case PREFIXES, RANGES, ADDRESSES -> writeElements(result, out);
      case NFT -> new NftText(this, out).write(result);
      case IPSET -> new IpsetText(this, out).write(result);
    }
  }

  /** Writes the elements alone, a line each. */
  void writeElements(IntervalSource result, ByteSink out) {
    AddressWriter writer = new AddressWriter("", "\n", out);
    for (Family family : families) {
      switch (form) {
        case PREFIXES, IPSET -> writer.prefixes(result, family);
        case RANGES -> writer.ranges(result, family);
        case NFT -> writer.intervals(result, family);
        case ADDRESSES -> writer.addresses(result, family);
      }
    }
    writer.flush();
  }
}
