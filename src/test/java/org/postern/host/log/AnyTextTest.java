package org.postern.host.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is a peer in a line of a program that is not known. */
class AnyTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from 203.0.113.8 to 198.51.100.10 | 203.0.113.8",
        "203.0.113.8:2274->198.51.100.10:993 | 203.0.113.8",
        "rip=203.0.113.8, lip=198.51.100.10 | 203.0.113.8",
        "SRC=203.0.113.8 DST=198.51.100.10 | 203.0.113.8",
        "to 203.0.113.8 | 203.0.113.8",
        "connected to 203.0.113.77 | ''",
        "message sent to 203.0.113.77 | ''",
        "to=<u@c.example>, relay=mx[203.0.113.77]:25, dsn=2.0.0, status=sent (ok) | ''",
        "x1: to=<u@c.example>, relay=mx [203.0.113.77], stat=Sent (ok) | ''",
        "delivery 7: success: 203.0.113.77_accepted_message./Remote_host_said:_250 | ''",
        "77 mta connected address=smtp://203.0.113.77:25 host=mx.c.example | ''",
        "203.0.113.8 and 203.0.113.8 | 203.0.113.8"
      })
  void whereSomethingIsSentToIsNoPeer(String text, String peers) throws IOException {
    Logs.Seen seen = Logs.read("Feb  3 04:05:06 mx newmta[9]: " + text + "\n");
    assertEquals(peers, seen.peers().strip().replace('\n', ' '));
  }
}
