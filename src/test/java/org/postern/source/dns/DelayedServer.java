package org.postern.source.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A DNS server on the loopback that is far away: each answer comes a round trip behind its
 * question, and of questions some may be lost. Every name has five addresses of either family, but
 * those that begin with {@code r}: they are refused, whatever else is asked.
 */
public final class DelayedServer implements AutoCloseable {
  private static final int ADDRESSES = 5;
  private static final int QUESTION = 12;
  private static final int AAAA = 28;
  private static final int REFUSED = 5;

  private final DatagramSocket socket;
  private final long delay;
  private final double loss;
  private final int most;
  private final BlockingQueue<Late> waiting = new LinkedBlockingQueue<>();

  /** Whence they came and their ids: what is sent again while it waits is dropped, as BIND does. */
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final Thread hearing = new Thread(this::hear, "delayed server hears");
  private final Thread answering = new Thread(this::answer, "delayed server answers");

  private record Late(long due, DatagramPacket answer, String key) {}

  private DelayedServer(Duration delay, double loss, int most) throws IOException {
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    this.delay = delay.toNanos();
    this.loss = loss;
    this.most = most;
  }

  /**
   * Starts one.
   *
   * @param delay of each answer
   * @param loss the part of the questions that are lost
   * @param most so many questions at a time; what is more is refused
   */
  public static DelayedServer start(Duration delay, double loss, int most) throws IOException {
    DelayedServer server = new DelayedServer(delay, loss, most);
    server.hearing.start();
    server.answering.start();
    return server;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** How many questions came, those that were lost included. */
  public int asked() {
    return asked.get();
  }

  /** How many questions were too many. */
  public int refused() {
    return refused.get();
  }

  /** How many questions were open at most. */
  public int mostOpen() {
    return mostOpen.get();
  }

  private void hear() {
    Random random = new Random(1);
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (IOException _) {
        return;
      }
      long now = System.nanoTime();
      asked.incrementAndGet();
      String key = packet.getSocketAddress() + " " + buffer[0] + " " + buffer[1];
      if (random.nextDouble() >= loss && open.add(key)) {
        take(Arrays.copyOf(buffer, packet.getLength()), packet.getSocketAddress(), now, key);
      }
    }
  }

  /** Keeps a question for a round trip, or refuses it at once, as dnsmasq does. */
  private void take(byte[] question, SocketAddress from, long now, String key) {
    if (waiting.size() < most && question[QUESTION + 1] != 'r') {
      waiting.add(new Late(now + delay, answer(question, false, from), key));
      mostOpen.accumulateAndGet(waiting.size(), Math::max);
      return;
    }
    refused.incrementAndGet();
    open.remove(key);
    try {
      socket.send(answer(question, true, from));
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void answer() {
    try {
      while (!socket.isClosed()) {
        Late late = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (late != null) {
          long left = late.due() - System.nanoTime();
          if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
          }
          open.remove(late.key());
          socket.send(late.answer());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The header and the question again, then five records whose name points at the question. */
  private static DatagramPacket answer(byte[] question, boolean refused, SocketAddress to) {
    int end = QUESTION;
    while (question[end] != 0) {
      end += question[end] + 1;
    }
    end += 5;
    int type = question[end - 3];
    int length = type == AAAA ? 16 : 4;
    int records = refused ? 0 : ADDRESSES;
    ByteBuffer answer = ByteBuffer.allocate(end + records * (12 + length));
    answer.put(question, 0, end);
    for (int i = 0; i < records; i++) {
      answer.putShort((short) (0xC000 | QUESTION)).putShort((short) type).putShort((short) 1);
      answer.putInt(300).putShort((short) length);
      byte[] address = new byte[length];
      int name = Arrays.hashCode(Arrays.copyOfRange(question, QUESTION, end));
      ByteBuffer bytes = ByteBuffer.wrap(address);
      bytes.putInt(0, length == 4 ? 0xB900_0000 : 0x2A01_0111);
      bytes.put(length - 3, (byte) (name >> 8)).put(length - 2, (byte) name);
      bytes.put(length - 1, (byte) (32 * i));
      answer.put(address);
    }
    answer.putShort(2, (short) 0x8180);
    answer.put(3, (byte) (0x80 | (refused ? REFUSED : 0)));
    answer.putShort(6, (short) records).putShort(8, (short) 0).putShort(10, (short) 0);
    return new DatagramPacket(answer.array(), answer.capacity(), to);
  }

  @Override
  public void close() {
    socket.close();
    answering.interrupt();
    try {
      hearing.join();
      answering.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Serves until it is ended: DELAY_MILLIS LOSS MOST; prints its port. */
  public static void main(String[] words) throws IOException {
    DelayedServer server =
        start(
            Duration.ofMillis(Long.parseLong(words[0])),
            Double.parseDouble(words[1]),
            Integer.parseInt(words[2]));
    System.out.println(server.address().getPort());
  }
}
