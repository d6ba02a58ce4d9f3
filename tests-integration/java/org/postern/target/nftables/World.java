package org.postern.target.nftables;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosts joined by wires, each in a network namespace with a name of its own; gone when closed. */
public final class World implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<Host> hosts = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private int cards;

  /** A host that speaks to no other yet, filtered by nftables. */
  public Host host(String role) {
    return host(role, Filter.NFTABLES);
  }

  /** A host that speaks to no other yet. */
  public Host host(String role, Filter filter) {
    String name =
        "postern-%d-%d-%s".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet(), role);
    command("ip", "netns", "add", name);
    Host host;
    try {
      host = new Host(name, filter);
    } catch (Throwable e) {
      command("ip", "netns", "delete", name);
      throw e;
    }
    hosts.add(host);
    host.ip("link set lo up");
    return host;
  }

  /** Joins an interface of one host and one of another; returns the way for frames from one. */
  Wire wire(Host one, String left, Host other, String right) {
    byte[] from = card();
    byte[] to = card();
    command(
        "ip -n %s link add %s address %s type veth peer name %s address %s netns %s"
            .formatted(one.name(), left, text(from), right, text(to), other.name())
            .split(" ", -1));
    one.ip("link set " + left + " up");
    other.ip("link set " + right + " up");
    Wire wire = new Wire(one, left, from, to);
    wires.add(wire);
    return wire;
  }

  private byte[] card() {
    cards++;
    return new byte[] {2, 0, 0, 0, 0, (byte) cards};
  }

  static String text(byte[] card) {
    return "02:00:00:00:00:%02x".formatted(card[card.length - 1]);
  }

  /** Runs a command to its end; returns what it printed. */
  static String command(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", words) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError(
          words[0]
              + " is missing: apt-get install iproute2 nftables iptables ipset util-linux strace",
          e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    wires.forEach(Wire::close);
    for (Host host : hosts) {
      host.close();
      command("ip", "netns", "delete", host.name());
    }
  }
}
