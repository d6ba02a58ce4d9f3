package org.postern.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names of interfaces systems have. */
class InterfaceNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"eth0", "ens3.100", "br-lan", "wg_0", "a-name-of-15-chr", "x", ".a", "..."})
  void linuxHasThem(String name) {
    boolean fits = name.length() <= 15;
    assertEquals(fits, InterfaceNames.LINUX.fault(name).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "eth 0",
        "eth/0",
        "eth:0",
        "eth*",
        "eth+",
        "-eth",
        "Ethernet 2",
        "sixteen-letters_",
        "\u00e4",
        "eth0\n"
      })
  void linuxHasNotThose(String name) {
    assertEquals(
        Optional.of("a name on Linux has at most 15 letters, digits, dots, dashes and underscores"),
        InterfaceNames.LINUX.fault(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ethernet",
        "Ethernet 2",
        "vEthernet (Default Switch)",
        "LAN-Verbindung* 1",
        "\u4ee5\u592a\u7f51 2",
        "Connexion au r\u00e9seau local, d'\u00e9t\u00e9",
        "\u041f\u043e\u0434\u043a\u043b\u044e\u0447\u0435\u043d\u0438\u0435",
        "100% $(x); 'y' & {z}"
      })
  void windowsHasThem(String name) {
    boolean pattern = name.contains("*");
    assertEquals(pattern, InterfaceNames.WINDOWS.fault(name).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " Ethernet",
        "Ethernet ",
        "Any",
        "ANY",
        "a\\b",
        "a/b",
        "a:b",
        "a?b",
        "a\"b",
        "a<b",
        "a>b",
        "a|b",
        "a[b",
        "a]b",
        "a`b",
        "a\tb",
        "a\nb",
        "a\u0000b",
        "a\u200bb",
        "a\u202eb",
        "a\u2028b",
        "a\ud800"
      })
  void windowsHasNotThose(String name) {
    assertEquals(true, InterfaceNames.WINDOWS.fault(name).isPresent());
  }

  @Test
  void aNameOfWindowsHasABound() {
    assertEquals(Optional.empty(), InterfaceNames.WINDOWS.fault("x".repeat(255)));
    assertEquals(true, InterfaceNames.WINDOWS.fault("x".repeat(256)).isPresent());
  }
}
