package org.postern.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.address.Family;
import org.postern.address.text.AddressText;

class LockfileTest {
  private static final Question A = new Question("dns a.example", Family.IP);
  private static final Question AAAA = new Question("dns a.example", Family.IP6);

  @Test
  void readsBackWhatItWroteInOrderAndWithoutDates() throws IOException {
    Map<Question, Answer> answers = new LinkedHashMap<>();
    answers.put(AAAA, new Answer.Gone(Answer.Absence.NODATA, Duration.ofHours(1), List.of(), "x"));
    answers.put(A, data("192.0.2.9", "192.0.2.1 with a \"label\"", "192.0.2.5-192.0.2.7"));
    String text = Lockfile.write(answers);
    Map<Question, Answer> read = Lockfile.read(text);
    assertEquals(List.of(A, AAAA), List.copyOf(read.keySet()));
    assertEquals(
        List.of("192.0.2.1 with a \"label\"", "192.0.2.5-192.0.2.7 ", "192.0.2.9 "),
        texts(read, A));
    assertEquals(List.of(), texts(read, AAAA));
    assertEquals(text, Lockfile.write(read));
  }

  @Test
  void hasOneAddressALine() {
    String text = Lockfile.write(Map.of(A, data("192.0.2.1", "192.0.2.2")));
    assertTrue(text.contains("        \"192.0.2.1\",\n        \"192.0.2.2\"\n"), text);
  }

  @Test
  void anAnswerThatNeverCameIsNotLocked() {
    Answer none = new Answer.NoInformation(Answer.Cause.TIMEOUT, "silence");
    assertThrows(IllegalArgumentException.class, () -> Lockfile.write(Map.of(A, none)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | not a JSON object",
        "{} | no member \"postern-lock\"",
        "{\"postern-lock\": 2, \"sources\": []} | its format is 2, not 1",
        "{\"postern-lock\": \"1\", \"sources\": []} | not a whole number",
        "{\"postern-lock\": 1, \"sources\": {}} | not a list",
        "{\"postern-lock\": 1} | no member \"sources\"",
        "{\"postern-lock\": 1, \"sources\": [{\"source\": \"x\"}]} | \"family\" is not a string",
        "{\"postern-lock\": 1, \"sources\": [{\"source\": \"x\", \"family\": \"v4\"}]} | no such"
            + " family",
        "{\"postern-lock\": 1, \"sources\": [{\"source\": \"x\", \"family\": \"ip\"}]} |"
            + " \"entries\"",
      })
  void saysWhatIsWrong(String text, String why) {
    assertWrong(text, why);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.256, 192.0.2.256",
    "2001:db8::1, is not of family ip",
    "'', ''",
    "a.example, a.example"
  })
  void anEntryThatIsNoAddressOfItsFamilyIsNamed(String entry, String why) {
    assertWrong(
        """
        {"postern-lock": 1, "sources": [{"source": "x", "family": "ip", "entries": ["%s"]}]}
        """
            .formatted(entry),
        why);
  }

  @Test
  void aSourceThatIsThereTwiceIsAnError() {
    assertWrong(
        """
        {"postern-lock": 1, "sources": [
          {"source": "x", "family": "ip", "entries": ["192.0.2.1"]},
          {"source": "x", "family": "ip", "entries": []}]}
        """,
        "x (IPv4) is there twice");
  }

  private static void assertWrong(String text, String why) {
    IOException e = assertThrows(IOException.class, () -> Lockfile.read(text));
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
  }

  private static Answer data(String... lines) {
    List<Entry> entries = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      if (AddressText.parse(words[0]) instanceof AddressText.Ok ok) {
        entries.add(new Entry(ok.interval(), words.length > 1 ? words[1] : ""));
      }
    }
    return new Answer.Data(
        EntryTable.of(entries.getFirst().interval().family(), entries),
        Duration.ofMinutes(5),
        List.of(),
        "192.0.2.53:53/udp");
  }

  private static List<String> texts(Map<Question, Answer> answers, Question question) {
    return answers.get(question) instanceof Answer.Data data
        ? IntStream.range(0, data.entries().size())
            .mapToObj(at -> data.entries().interval(at) + " " + data.entries().label(at))
            .toList()
        : List.of("no data");
  }
}
