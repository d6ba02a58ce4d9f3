package org.postern.command.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.command.Reply;
import org.postern.host.JsonTree;
import org.postern.plan.Observation;

/**
 * What was found inside the namespaces; writer and reader side by side.
 *
 * @param loadMicros how long loading and proving took
 * @param difference where what the kernel holds is not what is meant; empty when it is proven
 * @param ends how each connection ended, in the order of the packets
 * @param probeMicros how long all connections took
 * @param counters what the kernel counted, by rule
 * @param changing what was found while sets changed
 */
record TrialFindings(
    long loadMicros,
    String difference,
    List<End> ends,
    long probeMicros,
    Map<String, Observation.Counters> counters,
    TrialChanging changing) {
  TrialFindings {
    ends = List.copyOf(ends);
    counters = Map.copyOf(counters);
  }

  /** How a connection ended. */
  enum Ended {
    /** It was established. */
    CONNECTED,
    /** The answer was a reset. */
    RESET,
    /** There was no answer. */
    SILENT;

    /** The word that is printed. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a connection ended, and after how long. */
  record End(Ended ended, long micros) {}

  void write(Reply.Builder reply) {
    reply.put("loadMicros", loadMicros).put("difference", difference);
    reply.put("probeMicros", probeMicros);
    reply.put("ends", ends.stream().map(end -> end.ended().text()).toList());
    reply.put("micros", ends.stream().map(End::micros).toList());
    Map<String, Object> counted = new LinkedHashMap<>();
    counters.forEach((rule, one) -> counted.put(rule, List.of(one.accepted(), one.refused())));
    reply.put("counters", counted).put("changing", changing.write());
  }

  static TrialFindings read(JsonTree tree) throws IOException {
    List<String> ended = tree.strings("ends");
    List<?> micros = tree.list("micros");
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < ended.size(); i++) {
      Ended word = Ended.valueOf(ended.get(i).toUpperCase(Locale.ROOT));
      ends.add(new End(word, number(micros.get(i))));
    }
    JsonTree counted = tree.object("counters");
    Map<String, Observation.Counters> counters = new LinkedHashMap<>();
    for (String rule : counted.members().keySet()) {
      List<?> two = counted.list(rule);
      counters.put(rule, new Observation.Counters(number(two.get(0)), number(two.get(1))));
    }
    return new TrialFindings(
        tree.number("loadMicros"),
        tree.string("difference"),
        ends,
        tree.number("probeMicros"),
        counters,
        TrialChanging.read(tree.object("changing")));
  }

  private static long number(Object value) throws IOException {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("not a number: " + value);
  }
}
