package org.postern.target.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.plan.Ruleset;
import org.postern.plan.ToyWorld;

/** What is in the files. */
class FeedFormatTest {
  private static String text(FeedFormat format, String... peers) {
    return format.text(ToyWorld.rule("smtp", peers));
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, smtp.txt, '192.0.2.1\n198.51.100.0/29\n2001:db8::/64\n'",
    "ALIAS, smtp.alias.txt, '192.0.2.1\n198.51.100.0/29\n2001:db8::/64\n'",
    "EDL, smtp.edl.txt, '192.0.2.1 smtp\n198.51.100.0/29 smtp\n2001:db8::/64 smtp\n'",
    "FORTINET, smtp.fortinet.txt,"
        + " '# Peers that rule smtp accepts\n192.0.2.1\n198.51.100.0/29\n2001:db8::/64\n'",
    "PF, smtp.pf.txt,"
        + " '# Peers that rule smtp accepts\n192.0.2.1\n198.51.100.0/29\n2001:db8::/64\n'"
  })
  void aPrefixALine(FeedFormat format, String file, String expected) {
    assertEquals(expected, text(format, "192.0.2.1", "198.51.100.0-198.51.100.7", "2001:db8::/64"));
    assertEquals(file, format.file("smtp"));
  }

  @Test
  void json() {
    assertEquals(
        "{\"version\":1,\"rule\":\"smtp\",\"ip\":[\"192.0.2.1\"],\"ip6\":[\"2001:db8::/64\"]}\n",
        text(FeedFormat.JSON, "192.0.2.1", "2001:db8::/64"));
  }

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void noneIsEverEmpty(FeedFormat format) {
    assertFalse(text(format).isBlank());
    assertTrue(Manifest.isList(format.file("smtp")), format.file("smtp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../passwd.txt", "a/b.txt", ".txt", "A.txt", "a.txt/..", "a.b.txt", ""})
  void noManifestLeadsOutOfTheFolder(String name) {
    assertFalse(Manifest.isOurs(name), name);
    Manifest evil = new Manifest(Ruleset.empty(), Map.of(), new TreeSet<>(List.of(name)));
    assertThrows(IOException.class, () -> Manifest.read(evil.bytes()));
    Manifest worse = new Manifest(Ruleset.empty(), Map.of(name, "0".repeat(64)), new TreeSet<>());
    assertThrows(IOException.class, () -> Manifest.read(worse.bytes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"version\": 2}", "{\"version\": 1}"})
  void nonsenseIsNoManifest(String text) {
    assertThrows(IOException.class, () -> Manifest.read(text.getBytes(StandardCharsets.UTF_8)));
  }
}
