package org.postern.policy;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.diagnostic.Visible;

/** The names that network interfaces of a system may have, and so {@code in:} of a rule for it. */
public enum InterfaceNames {
  /**
   * Names on Linux: less than {@code IFNAMSIZ} bytes, no blank, slash or colon, neither "." nor
   * ".." ({@code dev_valid_name} of net/core/dev.c), and no character that nft or iptables take for
   * a pattern.
   */
  LINUX {
    @Override
    public Optional<String> fault(String name) {
      return LINUX_NAME.matcher(name).matches()
          ? Optional.empty()
          : Optional.of(
              "a name on Linux has at most 15 letters, digits, dots, dashes and underscores");
    }

    @Override
    public String example() {
      return "write names as \"ip link\" shows them, at most 15 characters, no patterns, no part"
          + " behind @; a policy for Windows says targets: [windows]";
    }
  },

  /**
   * Names on Windows: letters of any script and blanks, none of the characters that Windows keeps
   * out of the names of connections, and none that the cmdlets take for a pattern.
   */
  WINDOWS {
    @Override
    public Optional<String> fault(String name) {
      if (name.equalsIgnoreCase("any")) {
        return Optional.of("Windows takes this word for all interfaces");
      }
      if (name.length() > LONGEST || WINDOWS_KEEPS.matcher(name).find()) {
        return Optional.of(
            "a name on Windows has at most %d characters, and none of \\ / : * ? \" < > | [ ] `"
                .formatted(LONGEST));
      }
      return name.isBlank() || !name.equals(name.strip()) || hides(name)
          ? Optional.of(
              "a name on Windows neither starts nor ends with a blank, and all of it is seen")
          : Optional.empty();
    }

    @Override
    public String example() {
      return "write the names that Get-NetAdapter shows, such as \"Ethernet 2\"; rules that another"
          + " target holds stand in a policy of its own";
    }
  };

  private static final Pattern LINUX_NAME =
      Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.][A-Za-z0-9_.-]{0,14}");
  private static final Pattern WINDOWS_KEEPS = Pattern.compile("[\\\\/:*?\"<>|\\[\\]`]");

  /**
   * The longest name on Windows, {@code NDIS_IF_MAX_STRING_SIZE} of ndis.h, without the final zero.
   */
  private static final int LONGEST = 255;

  /** Returns why the system cannot have an interface of this name, in words; empty when it can. */
  public abstract Optional<String> fault(String name);

  /** Returns how to write a name of the system, in words. */
  public abstract String example();

  private static boolean hides(String name) {
    return name.codePoints().anyMatch(Visible::hidden);
  }
}
