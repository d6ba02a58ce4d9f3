package org.postern.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.command.Reply;
import org.postern.command.UsageException;
import org.postern.host.Json;
import org.postern.host.JsonTree;
import org.postern.plan.Observation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The page as the command makes it. */
class PageTest {
  @TempDir private Path folder;

  private static Document parsed(String page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(page, e);
    }
  }

  private static JsonTree data(String page) throws IOException {
    NodeList scripts = parsed(page).getElementsByTagName("script");
    assertEquals(1, scripts.getLength());
    assertEquals("application/json", ((Element) scripts.item(0)).getAttribute("type"));
    return Json.read(scripts.item(0).getTextContent());
  }

  private static List<String> values(Document page, String element, String attribute) {
    List<String> values = new ArrayList<>();
    NodeList found = page.getElementsByTagName(element);
    for (int i = 0; i < found.getLength(); i++) {
      String value = ((Element) found.item(i)).getAttribute(attribute);
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return values;
  }

  @Test
  void itIsWellFormedAndEveryLinkLeadsSomewhereInIt() throws IOException {
    Document page = parsed(new Gateway(folder).grown().page());
    List<String> ids = values(page, "*", "id");
    assertEquals(ids.size(), new HashSet<>(ids).size(), () -> "twice in " + ids);
    Set<String> targets = new HashSet<>();
    values(page, "a", "href").forEach(link -> targets.add(link.substring(1)));
    targets.removeAll(ids);
    assertEquals(Set.of(), targets);
  }

  @Test
  void nothingInItIsAskedForFromElsewhere() throws IOException {
    Document page = parsed(new Gateway(folder).grown().page());
    assertEquals(List.of(), values(page, "*", "src"));
    assertEquals(List.of(), values(page, "*", "style"));
    assertEquals(0, page.getElementsByTagName("link").getLength());
    assertTrue(
        values(page, "meta", "content").stream()
            .anyMatch(policy -> policy.startsWith("default-src 'none'; style-src 'sha256-")));
  }

  @Test
  void theSameSubjectHasTheSamePage() throws IOException {
    Gateway gateway = new Gateway(folder).grown();
    assertEquals(gateway.page(), gateway.page());
  }

  @Test
  void itsDataIsWhatTheCommandsTell() throws IOException {
    JsonTree data = data(new Gateway(folder).grown().page());
    assertEquals(
        List.of("smtp", "submission", "dns", "telnet"),
        data.objects("rules").stream().map(one -> one.members().get("rule")).toList());
    assertEquals(
        List.of("192.0.3.80/28"),
        data.object("change").objects("changes").stream()
            .filter(one -> one.has("added"))
            .findFirst()
            .orElseThrow()
            .strings("added"));
    assertEquals("removals", data.objects("held").getFirst().string("half"));
    assertTrue(data.objects("generations").size() > 3);
    JsonTree own =
        data.objects("sets").stream()
            .filter(one -> "own".equals(one.members().get("set")))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "monitoring, CHG-812",
        own.objects("sources")
            .getFirst()
            .objects("entries")
            .getFirst()
            .object("labels")
            .string("10.20.0.5"));
  }

  @Test
  void hostileLabelsAreText() throws IOException {
    Gateway gateway = new Gateway(folder);
    gateway
        .lab()
        .policy(
            """
            sets: {list: {sources: [file: list.txt]}}
            rules: [{name: smtp, port: tcp/25, accept: [list], otherwise: drop}]
            """);
    String label = "</script><img src=x onerror=alert(1)>]]>&amp;\"'";
    Files.writeString(gateway.lab().folder().resolve("list.txt"), "192.0.2.1 " + label + "\n");
    String page = gateway.page();
    Document parsed = parsed(page);
    assertEquals(0, parsed.getElementsByTagName("img").getLength());
    assertTrue(parsed.getDocumentElement().getTextContent().contains(label), page);
    data(page);
  }

  @Test
  void withoutAStateThereIsNoChange() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(3);
    String page = gateway.page();
    assertTrue(page.contains("Nothing was accepted on this host before"), page);
    assertFalse(data(page).has("change"));
  }

  @Test
  void whatIsInForceIsToldWithoutAsking() throws IOException {
    Gateway gateway = new Gateway(folder).grown();
    gateway.lab().silence();
    Reply reply = gateway.type("report", "--running");
    JsonTree data = data(String.valueOf(reply.tree().get("page")));
    assertTrue(data.truth("running"));
    assertEquals("observe", data.objects("rules").getFirst().string("otherwise"));
    assertEquals(List.of(), data.object("change").objects("changes"));
  }

  @Test
  void whatComesPastTheFilterIsToldOfWhatIsInForce() throws IOException {
    Gateway gateway = new Gateway(folder).grown();
    gateway
        .lab()
        .target()
        .counting(
            Map.of(
                "smtp", new Observation.Counters(82, 18),
                "submission", new Observation.Counters(7, 700)));
    String page = String.valueOf(gateway.type("report", "--running").tree().get("page"));
    assertTrue(page.contains("18 % of 100 connections at port 25 since the rules were made"), page);
    assertEquals(18, data(page).object("past").number("percent"));
    assertFalse(data(gateway.page()).has("past"));
  }

  @Test
  void theChangeIsFromWhatIsNamed() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(3);
    Path other = folder.resolve("other.yaml");
    Files.writeString(
        other,
        """
        sets: {list: {sources: [192.0.2.1]}}
        rules: [{name: smtp, port: tcp/25, accept: [list], otherwise: drop}]
        """);
    String page = gateway.page("--against", other.toString());
    assertTrue(page.contains("3 prefixes added, 1 prefix removed"), page);
    assertTrue(page.contains("was named by the policy of set list"), page);
  }

  @Test
  void longListsAreCutWhereTheAddressesAre() throws IOException {
    String page = new Gateway(folder).withPrefixes(3_000).page();
    Document parsed = parsed(page);
    List<Integer> lengths = new ArrayList<>();
    NodeList blocks = parsed.getElementsByTagName("p");
    for (int i = 0; i < blocks.getLength(); i++) {
      if (((Element) blocks.item(i)).getAttribute("class").startsWith("nets")) {
        lengths.add((int) blocks.item(i).getTextContent().lines().count());
      }
    }
    assertEquals(2 * 3_000, lengths.stream().mapToInt(Integer::intValue).sum());
    assertTrue(lengths.stream().allMatch(length -> length <= 512), lengths::toString);
    assertEquals(3_000, data(page).objects("rules").getFirst().strings("prefixes").size());
  }

  @Test
  void aMapStaysSmallHoweverMuchIsInIt() throws IOException {
    String page = new Gateway(folder).withPrefixes(3_000).page();
    int length =
        Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .mapToInt(String::length)
            .max()
            .orElseThrow();
    assertTrue(length < 64_000, () -> "the longest has " + length);
  }

  @Test
  void aFileThatIsNoPageIsLeftAlone() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(3);
    String policy = gateway.lab().file().toString();
    assertThrows(UsageException.class, () -> gateway.type("report", policy, "-o", policy));
    String file = folder.resolve("report.html").toString();
    gateway.type("report", policy, "-o", file);
    gateway.lab().later(Duration.ofDays(1));
    Reply again = gateway.type("report", policy, "-o", file);
    assertEquals(Integer.valueOf((int) Files.size(Path.of(file))), again.tree().get("bytes"));
    assertTrue(Files.readString(Path.of(file)).contains("2026-03-02 12:00 UTC"));
  }

  /** So many that the data are above a million characters. */
  private static final int MANY = 40_000;

  private static String digest(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonTree unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void largeDataLieBesideThePageThatNamesTheirDigest() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(MANY);
    Path page = folder.resolve("report.html");
    Path data = folder.resolve("report.json.gz");
    Reply reply = gateway.type("report", gateway.lab().file().toString(), "-o", page.toString());
    String text = Files.readString(page);
    assertTrue(text.contains(digest(data)), "its digest");
    assertTrue(text.contains("<code>report.json.gz</code>"), "its name");
    assertTrue(text.contains("<code>postern why ADDRESS</code>"), "where to ask for one");
    assertEquals(digest(data), reply.tree().get("dataDigest"));
    assertEquals(data.toString(), reply.tree().get("data"));
    assertEquals(Integer.valueOf((int) Files.size(data)), reply.tree().get("dataBytes"));
    assertTrue(Files.size(page) < 300_000, () -> "the page has " + text.length());
    assertEquals(0, parsed(text).getElementsByTagName("script").getLength());
    assertEquals(MANY, unpacked(data).objects("rules").getFirst().strings("prefixes").size());
    List<PosixFilePermission> others =
        Files.getPosixFilePermissions(data).stream()
            .filter(one -> one.name().startsWith("OTHERS"))
            .toList();
    assertEquals(List.of(), others);
  }

  @Test
  void theRangesOfALargePageAddUp() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(MANY);
    Path page = folder.resolve("report.html");
    gateway.type("report", gateway.lab().file().toString(), "-o", page.toString());
    NodeList lists = parsed(Files.readString(page)).getElementsByTagName("p");
    List<Integer> sums = new ArrayList<>();
    for (int i = 0; i < lists.getLength(); i++) {
      if (((Element) lists.item(i)).getAttribute("class").startsWith("nets")) {
        sums.add(
            lists
                .item(i)
                .getTextContent()
                .lines()
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*: |,", "")))
                .sum());
      }
    }
    assertEquals(List.of(MANY, MANY), sums);
  }

  @Test
  void aLargePageOnStandardOutputHasItsDataInIt() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(MANY);
    for (String page : List.of(gateway.page(), gateway.page("-o", "-"))) {
      assertEquals(MANY, data(page).objects("rules").getFirst().strings("prefixes").size());
      assertFalse(page.contains("report.json.gz"), "a file that is not there");
    }
    assertFalse(Files.exists(Path.of("-")));
  }

  @Test
  void dataOfAnEarlierPageDoNotStay() throws IOException {
    String file = folder.resolve("report.html").toString();
    Path data = folder.resolve("report.json.gz");
    Gateway large = new Gateway(Files.createDirectory(folder.resolve("large"))).withPrefixes(MANY);
    large.type("report", large.lab().file().toString(), "-o", file);
    String before = digest(data);
    large.lab().later(Duration.ofDays(1));
    large.type("report", large.lab().file().toString(), "-o", file);
    assertNotEquals(before, digest(data));
    assertTrue(Files.readString(Path.of(file)).contains(digest(data)), "its new digest");
    Gateway small = new Gateway(Files.createDirectory(folder.resolve("small"))).withPrefixes(3);
    small.type("report", small.lab().file().toString(), "-o", file);
    assertFalse(Files.exists(data), "data of another page");
    assertEquals(
        3,
        data(Files.readString(Path.of(file)))
            .objects("rules")
            .getFirst()
            .strings("prefixes")
            .size());
  }

  @Test
  void aFileThatIsNoDataOfAPageIsLeftAlone() throws IOException {
    Path page = folder.resolve("a.b.HTML");
    Path other = Files.writeString(folder.resolve("a.b.json.gz"), "my own");
    Gateway large = new Gateway(Files.createDirectory(folder.resolve("large"))).withPrefixes(MANY);
    String policy = large.lab().file().toString();
    assertThrows(UsageException.class, () -> large.type("report", policy, "-o", page.toString()));
    assertFalse(Files.exists(page));
    Gateway small = new Gateway(Files.createDirectory(folder.resolve("small"))).withPrefixes(3);
    small.type("report", small.lab().file().toString(), "-o", page.toString());
    assertEquals("my own", Files.readString(other));
  }

  /** Of what is withheld nothing is in the file beside the page either. */
  @Test
  void whatIsWithheldIsNotBesideThePage() throws IOException {
    Gateway gateway = new Gateway(folder).withPrefixes(MANY);
    Path page = folder.resolve("report.html");
    gateway.type(
        "report", gateway.lab().file().toString(), "-o", page.toString(), "--redact", "list");
    Path data = folder.resolve("report.json.gz");
    assertFalse(Files.exists(data));
    assertTrue(Files.readString(page).contains("withheld"));
  }
}
