package org.postern.target.mail.exim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postern.address.AddressSet;
import org.postern.address.text.AddressText;
import org.postern.address.text.SpecialPurpose;

/**
 * A host list of the configuration, as far as it says by itself who is in it.
 *
 * @param addresses the addresses of its items that are addresses or networks, without loopback
 * @param untold all other items
 */
record HostItems(AddressSet addresses, List<String> untold) {
  /** A list that names itself ends here. */
  private static final int DEEPEST = 5;

  HostItems {
    untold = List.copyOf(untold);
  }

  /**
   * Reads the value of a {@code hosts} condition.
   *
   * @param settings the settings of Exim, which hold the named lists
   */
  static HostItems of(String list, Map<String, String> settings) {
    AddressSet.Builder addresses = AddressSet.builder();
    List<String> untold = new ArrayList<>();
    add(list, settings, DEEPEST, addresses, untold);
    return new HostItems(addresses.build().subtract(SpecialPurpose.LOOPBACK), untold);
  }

  private static void add(
      String list,
      Map<String, String> settings,
      int depth,
      AddressSet.Builder addresses,
      List<String> untold) {
    if (list.contains("${")) {
      untold.add(list);
      return;
    }
    for (String item : items(list)) {
      String named = item.startsWith("+") ? "hostlist " + item.substring(1) : "";
      if (item.isEmpty()) {
        continue;
      }
      if (AddressText.parse(item) instanceof AddressText.Ok ok) {
        addresses.add(ok.interval());
      } else if (depth > 0 && settings.containsKey(named)) {
        add(settings.get(named), settings, depth - 1, addresses, untold);
      } else if (!item.equals("localhost")) {
        untold.add(item);
      }
    }
  }

  /** A list has colons between its items, doubled within; or another sign, which it begins with. */
  private static List<String> items(String list) {
    String text = list.strip();
    List<String> items = new ArrayList<>();
    if (text.startsWith("<") && text.length() > 1) {
      for (String item : text.substring(2).split(Pattern.quote(text.substring(1, 2)), -1)) {
        items.add(item.strip());
      }
      return items;
    }
    for (String item : text.replace("::", "\u0000").split(":", -1)) {
      items.add(item.replace("\u0000", ":").strip());
    }
    return items;
  }
}
