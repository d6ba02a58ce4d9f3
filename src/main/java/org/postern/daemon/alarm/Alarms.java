package org.postern.daemon.alarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.daemon.journal.Event;
import org.postern.daemon.journal.EventKind;

/** The conditions that stand, each told once when it is raised and once when it is over. */
public final class Alarms {
  private final Event.Listener listener;
  private Map<Key, Alarm> standing = new LinkedHashMap<>();

  public Alarms(Event.Listener listener) {
    this.listener = listener;
  }

  private record Key(EventKind kind, String subject) {}

  /** Returns the alarms that stand, the loudest first. */
  public List<Alarm> standing() {
    List<Alarm> all = new ArrayList<>(standing.values());
    all.sort((a, b) -> a.kind().priority().compareTo(b.kind().priority()));
    return all;
  }

  /** Puts the conditions of this moment in place of the earlier ones. */
  public void set(List<Condition> conditions, Instant now) {
    Map<Key, Alarm> next = new LinkedHashMap<>();
    for (Condition condition : conditions) {
      Key key = new Key(condition.kind(), condition.subject());
      Optional<Alarm> before = Optional.ofNullable(standing.get(key));
      Instant since = before.map(Alarm::since).or(condition::since).orElse(now);
      next.put(key, new Alarm(condition.kind(), condition.subject(), condition.message(), since));
      if (before.isEmpty()) {
        tell(condition.kind(), condition.kind(), condition.subject(), condition.message());
      }
    }
    standing.forEach(
        (key, alarm) -> {
          if (!next.containsKey(key) && !isLouder(key, next)) {
            tell(EventKind.CLEARED, key.kind(), key.subject(), "over: " + alarm.message());
          }
        });
    standing = next;
  }

  /** Tells whether a louder alarm of the same subject stands: what has become worse is not over. */
  private static boolean isLouder(Key key, Map<Key, Alarm> next) {
    return key.kind() == EventKind.SOURCE_SILENT
        && next.containsKey(new Key(EventKind.SOURCE_FAILING, key.subject()));
  }

  private void tell(EventKind event, EventKind alarm, String subject, String message) {
    listener.happened(
        new Event(
            event, message, Map.of("POSTERN_ALARM", alarm.name(), "POSTERN_SUBJECT", subject)));
  }
}
