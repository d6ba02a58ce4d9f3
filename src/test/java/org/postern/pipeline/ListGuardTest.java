package org.postern.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.address.Address;
import org.postern.address.AddressSet;
import org.postern.plan.Obstacle;
import org.postern.plan.ToyWorld;

/** What the policy writes of a list file is asked of it, though the file lies on this host. */
class ListGuardTest {
  private static final List<String> TEN =
      IntStream.rangeClosed(1, 10).mapToObj("185.201.%d.0/24"::formatted).toList();

  private final Path folder;

  private final Lab lab;

  ListGuardTest(@TempDir Path folder) {
    this.folder = folder;
    this.lab = new Lab(folder);
  }

  private void policy(String more) throws IOException {
    lab.policy(
        """
        sets: {l: {sources: [{file: l.txt}]%s}}
        rules: [{name: smtp, port: tcp/25, accept: [l], otherwise: drop}]
        """
            .formatted(more));
  }

  private void list(List<String> lines, String... more) throws IOException {
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    Files.writeString(folder.resolve("l.txt"), text + String.join("\n", more) + "\n");
  }

  private Outcome apply() throws IOException {
    return lab.pipeline().apply(Request.of(lab.file())).getFirst();
  }

  private Outcome.Proven proven() throws IOException {
    return assertInstanceOf(Outcome.Proven.class, apply());
  }

  private AddressSet accepted() throws IOException {
    return lab.target().observe().owned().rule("smtp").orElseThrow().peers().asSet();
  }

  private boolean accepts(String address) throws IOException {
    Address one = ToyWorld.set(address).first().orElseThrow();
    return accepted().contains(one);
  }

  @Test
  void aWidePrefixIsHeldWithWhatElseWasAdded() throws IOException {
    policy(", guard: {widest: {ip: /16, ip6: /32}, special: refuse}");
    list(TEN);
    proven();
    list(TEN, "20.0.0.0/8", "128.0.0.0/2", "10.0.0.0/8", "127.0.0.1");
    Outcome.Proven second = proven();
    assertTrue(second.plan().isEmpty());
    assertEquals(
        List.of(List.of("widest")),
        second.prepared().meaning().settled().pending().stream()
            .map(held -> held.guards())
            .toList());
    List<String> refused = second.prepared().meaning().settled().refused();
    assertEquals(3, refused.size(), refused::toString);
    assertFalse(accepts("150.0.0.1"));
    assertFalse(accepts("20.0.0.1"));
  }

  @Test
  void whatIsNarrowPassesBesideWhatIsRefused() throws IOException {
    policy(", guard: {widest: /16, special: refuse}");
    list(TEN);
    proven();
    list(TEN, "185.201.11.0/24", "10.0.0.5");
    proven();
    assertTrue(accepts("185.201.11.1"));
    assertFalse(accepts("10.0.0.5"));
  }

  @Test
  void theFirstListIsJudgedTooAndNeverBecomesAnEmptyOne() throws IOException {
    policy(", guard: {widest: /16}");
    list(List.of("0.0.0.0/0"));
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, apply());
    assertInstanceOf(Obstacle.NoPeers.class, refused.obstacles().getFirst());
  }

  @Test
  void whatIsNotWrittenIsNotAskedOfAList() throws IOException {
    policy(", guard: {at-least: 1}");
    list(TEN, "128.0.0.0/2", "10.0.0.0/8");
    proven();
    assertTrue(accepts("150.0.0.1"));
    assertTrue(accepts("10.0.0.1"));
  }

  @Test
  void whatLeavesAListStaysAsLongAsTheSetSays() throws IOException {
    policy(", keep: {removed: 2h}, guard: {shrink: 100%}");
    list(TEN);
    proven();
    list(TEN.subList(1, TEN.size()));
    proven();
    assertTrue(accepts("185.201.1.1"), "it is fading");
    lab.later(Duration.ofMinutes(119));
    proven();
    assertTrue(accepts("185.201.1.1"), "it is fading still");
    lab.later(Duration.ofMinutes(2));
    proven();
    assertFalse(accepts("185.201.1.1"));
  }

  @Test
  void whatLeavesAListGoesAtOnceWhereNothingIsWritten() throws IOException {
    policy(", guard: {shrink: 100%}");
    list(TEN);
    proven();
    list(TEN.subList(1, TEN.size()));
    proven();
    assertFalse(accepts("185.201.1.1"));
  }

  /** Who writes a literal removes it at once by removing its line, whatever holds for the list. */
  @Test
  void aLiteralBesideAListGoesWithItsLine() throws IOException {
    list(TEN);
    String sources = "sources: [{file: l.txt}, 192.0.2.7], keep: {removed: 2h}";
    String rules = "rules: [{name: smtp, port: tcp/25, accept: [l], otherwise: drop}]";
    lab.policy("sets: {l: {%s}}\n%s".formatted(sources, rules));
    proven();
    assertTrue(accepts("192.0.2.7"));
    lab.policy("sets: {l: {%s}}\n%s".formatted(sources.replace(", 192.0.2.7", ""), rules));
    proven();
    assertFalse(accepts("192.0.2.7"));
  }
}
