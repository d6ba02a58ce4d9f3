package org.postern.source.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postern.host.tls.RawServer;

/** Servers that stall, drip, lie and cut. Whatever they do, nothing is learned from them. */
class LyingServerTest {
  private static final String BROKEN_OFF = "MALFORMED is answered by what breaks off or is no HTTP";
  private final WebLab lab = new WebLab();

  private String failure(RawServer server) {
    return lab.failure(WebLab.source(server.at() + "/list.txt"));
  }

  private String saying(String... lines) {
    try (RawServer server = RawServer.saying(WebLab.CERTIFICATE, lines)) {
      return failure(server);
    }
  }

  private void assertBrokenOff(String... lines) {
    String said = saying(lines);
    assertTrue(said.startsWith(BROKEN_OFF), said);
  }

  @Test
  void aBodyThatIsShorterThanToldIsNoInformation() {
    assertBrokenOff("HTTP/1.1 200 OK", "Content-Length: 40", "", "192.0.2.1", "");
  }

  @Test
  void aBodyOfChunksThatIsCutIsNoInformation() {
    assertBrokenOff("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "b", "192.0.2.1", "", "");
  }

  @Test
  void aBodyThatDoesNotTellItsEndIsNoInformation() {
    assertEquals(
        "MALFORMED is answered without a word on where the answer ends",
        saying("HTTP/1.1 200 OK", "", "192.0.2.1", ""));
  }

  @Test
  void aPackedBodyIsNoInformation() {
    assertEquals(
        "MALFORMED is answered in an encoding that was not asked for",
        saying(
            "HTTP/1.1 200 OK", "Content-Length: 11", "Content-Encoding: gzip", "", "192.0.2.1\n "));
  }

  @Test
  void whatIsNoHttpIsNoInformation() {
    assertBrokenOff("220 mail.example ESMTP", "");
    assertBrokenOff("");
  }

  @Test
  void aBodyThatIsTooLargeIsNoInformation() {
    String answer = "TOO_MANY is answered with more than 16,777,216 bytes";
    assertEquals(
        answer,
        saying("HTTP/1.1 200 OK", "Content-Length: 16777217", "", "192.0.2.1\n".repeat(1_677_722)));
    try (RawServer server =
        new RawServer(
            WebLab.CERTIFICATE,
            (_, out) -> {
              byte[] chunk =
                  ("a0000\r\n" + "192.0.2.1\n".repeat(65_536) + "\r\n")
                      .getBytes(StandardCharsets.US_ASCII);
              out.write(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              for (int i = 0; i < 1_000; i++) {
                out.write(chunk);
              }
            })) {
      assertEquals(answer, failure(server));
    }
  }

  /** The connection stands, and nothing comes. */
  @Test
  void aServerThatStallsIsNotWaitedForLongerThanTheDeadline() {
    try (RawServer server = new RawServer(WebLab.CERTIFICATE, (_, _) -> Thread.sleep(60_000))) {
      assertIsLate(server);
    }
  }

  @Test
  void aServerThatDripsIsNotWaitedForLongerThanTheDeadline() {
    try (RawServer server =
        new RawServer(
            WebLab.CERTIFICATE,
            (_, out) -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              for (int i = 0; i < 60; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(1_000);
              }
            })) {
      assertIsLate(server);
    }
  }

  private void assertIsLate(RawServer server) {
    lab.within(Duration.ofSeconds(2));
    long start = System.nanoTime();
    assertEquals("DEADLINE did not come within 2,000 ms, all of it", failure(server));
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, taken.toString());
  }

  @Test
  void aHostThatIsLookedUpForEverIsNotWaitedForEither() {
    lab.looking(
            _ -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              throw new java.net.UnknownHostException();
            })
        .within(Duration.ofSeconds(1));
    assertEquals(
        "DEADLINE has a host whose address was not found in time",
        lab.failure(WebLab.source("https://nodes.example/")));
  }
}
