package org.postern.command.rehearse;

import java.time.Instant;
import java.util.Optional;
import org.postern.address.Address;

/** A host that would have been refused, and what speaks for it. */
final class RehearsalHost implements Comparable<RehearsalHost> {
  /**
   * The number of days that are told apart; days further apart than that count as one again, and no
   * log is that long.
   */
  private static final int DAYS = 512;

  private static final int SECONDS = 86_400;
  private static final long[] NO_DAYS = {};

  private final Address peer;
  private final RehearsalJudge.Finding finding;

  /** The days on which it came, 64 a word; nearly all logs are of one word. */
  private long days;

  private int daysWord;
  private long[] moreDays = NO_DAYS;
  private long count;
  private long messages;
  private String name = "";
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  RehearsalHost(Address peer, RehearsalJudge.Finding finding) {
    this.peer = peer;
    this.finding = finding;
  }

  Address peer() {
    return peer;
  }

  /** Returns what would become of the host, by which rule. */
  RehearsalJudge.Finding finding() {
    return finding;
  }

  /** Returns the number of its connections. */
  long count() {
    return count;
  }

  /** Returns the number of messages that the mail server accepted, where a log tells it. */
  long messages() {
    return messages;
  }

  /** Returns the name that leads back to the address, where a log tells one; else an empty text. */
  String name() {
    return name;
  }

  /** Returns on how many days the host came, where a log tells a time. */
  int days() {
    int more = 0;
    for (long word : moreDays) {
      more += Long.bitCount(word);
    }
    return Long.bitCount(days) + more;
  }

  /** Returns when the host came first, where a log tells a time. */
  Optional<Instant> first() {
    return instant(first);
  }

  /** Returns when the host came last, where a log tells a time. */
  Optional<Instant> last() {
    return instant(last);
  }

  void came(Optional<Instant> at) {
    count++;
    if (at.isPresent()) {
      long second = at.get().getEpochSecond();
      int day = (int) Math.floorMod(Math.floorDiv(second, SECONDS), (long) DAYS);
      cameOn(day / Long.SIZE, 1L << day);
      first = Math.min(first, second);
      last = Math.max(last, second);
    }
  }

  private void cameOn(int word, long bits) {
    if (days == 0) {
      daysWord = word;
    }
    if (word == daysWord) {
      days |= bits;
    } else {
      moreDays = moreDays.length == 0 ? new long[DAYS / Long.SIZE] : moreDays;
      moreDays[word] |= bits;
    }
  }

  void speaks(String found, long accepted) {
    name = found.isEmpty() ? name : found;
    messages += accepted;
  }

  void add(RehearsalHost other) {
    count += other.count;
    if (other.days != 0) {
      cameOn(other.daysWord, other.days);
    }
    for (int word = 0; word < other.moreDays.length; word++) {
      if (other.moreDays[word] != 0) {
        cameOn(word, other.moreDays[word]);
      }
    }
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
    speaks(other.name, other.messages);
  }

  private Optional<Instant> instant(long second) {
    return first > last ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
  }

  /**
   * Orders the hosts for which most speaks first. Written out, because a hundred thousand are
   * sorted.
   */
  @Override
  public int compareTo(RehearsalHost other) {
    if (name.isEmpty() != other.name.isEmpty()) {
      return name.isEmpty() ? 1 : -1;
    }
    if (messages != other.messages) {
      return Long.compare(other.messages, messages);
    }
    if (count != other.count) {
      return Long.compare(other.count, count);
    }
    int byDays = Integer.compare(other.days(), days());
    return byDays != 0 ? byDays : peer.compareTo(other.peer);
  }
}
