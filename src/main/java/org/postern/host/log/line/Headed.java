package org.postern.host.log.line;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream whose first bytes were looked at. What comes before damage is handed out before the
 * damage is told: none of the JDK's own buffers does that.
 */
final class Headed extends FilterInputStream {
  private final byte[] head;
  private int at;

  private Headed(InputStream in, byte[] head) {
    super(in);
    this.head = head;
  }

  /** Looks at the first bytes; fewer where the stream ends or breaks before. */
  static Headed of(InputStream in, int most) throws IOException {
    byte[] head = new byte[most];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < most; length += Math.max(read, 0)) {
        read = in.read(head, length, most - length);
      }
    } catch (IOException e) {
      if (!Unpacking.isDamage(e)) {
        throw e;
      }
    }
    return new Headed(in, Arrays.copyOf(head, length));
  }

  byte[] head() {
    return head.clone();
  }

  @Override
  public int read() throws IOException {
    return at < head.length ? head[at++] & 0xFF : super.read();
  }

  @Override
  public int read(byte[] bytes, int from, int most) throws IOException {
    if (at == head.length || most == 0) {
      return super.read(bytes, from, most);
    }
    int taken = Math.min(most, head.length - at);
    System.arraycopy(head, at, bytes, from, taken);
    at += taken;
    return taken;
  }

  @Override
  public long skip(long bytes) throws IOException {
    return at == head.length ? super.skip(bytes) : 0;
  }

  @Override
  public int available() throws IOException {
    return head.length - at + super.available();
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
