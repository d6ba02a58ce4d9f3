package org.postern.host.log.line;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entries of a stream without end that were used last: beyond a number, the oldest is
 * forgotten.
 */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * The number of entries: more than the sessions that a mail server has at a time, and a few
   * megabytes.
   */
  public static final int MOST = 16_384;

  private final int most;

  public Recent() {
    this(MOST);
  }

  public Recent(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
