package org.postern.target.nftables.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postern.host.ffm.Datagrams;
import org.postern.host.ffm.Errno;
import org.postern.host.ffm.ErrnoException;
import org.postern.host.ffm.NetlinkSocket;
import org.postern.target.nftables.netlink.Attributes;
import org.postern.target.nftables.netlink.Message;
import org.postern.target.nftables.netlink.NfTables;
import org.postern.target.nftables.netlink.NftablesException;

/**
 * The processes that change the ruleset while we try to: the kernel names the process of each
 * commit to those who listen. Listening slows large changes of all programs, so it ends by itself
 * after a few seconds; and what it hears is a help and no more: numbers of processes are those of
 * the first PID namespace, and of a flood of messages some are lost.
 */
public final class Culprits implements AutoCloseable {
  private static final Duration LIFE = Duration.ofSeconds(5);

  /**
   * The most messages that are read: enough to find the one that counts behind those of a large
   * change.
   */
  private static final int MOST_DATAGRAMS = 100_000;

  private final Datagrams datagrams;
  private final Set<String> heard = new TreeSet<>();
  private boolean closed;

  Culprits(Datagrams datagrams) {
    this.datagrams = datagrams;
  }

  /** Listens from now on, for a few seconds; empty when that is not possible. */
  public static Optional<Culprits> watch() {
    try {
      Culprits culprits = new Culprits(NetlinkSocket.openNetfilter(NfTables.NFNLGRP_NFTABLES));
      Thread.ofVirtual().name("culprits").start(culprits::closeLater);
      return Optional.of(culprits);
    } catch (ErrnoException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the processes of others that have changed the ruleset since the last time, in words.
   */
  public synchronized Optional<String> seen() {
    listen();
    Optional<String> names =
        heard.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", heard));
    heard.clear();
    return names;
  }

  /** Listens no more; those who were heard until now are named by the next {@link #seen}. */
  public synchronized void deafen() {
    listen();
    close();
  }

  private void listen() {
    for (int count = 0; count < MOST_DATAGRAMS && !closed; count++) {
      try {
        Optional<byte[]> datagram = datagrams.receiveNow();
        if (datagram.isEmpty()) {
          break;
        }
        read(datagram.get(), heard);
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOBUFS)) {
          break;
        }
      }
    }
  }

  /**
   * Reads the process of a commit from a message. A message that is not understood names no
   * culprit.
   */
  private static void read(byte[] datagram, Set<String> names) {
    try {
      for (Message message : Message.split(datagram)) {
        if (message.is(NfTables.NFT_MSG_NEWGEN)) {
          Attributes commit = message.attributes();
          int process = commit.be32(NfTables.NFTA_GEN_PROC_PID);
          if (!isOurs(process)) {
            names.add(commit.string(NfTables.NFTA_GEN_PROC_NAME) + ", process " + process);
          }
        }
      }
    } catch (NftablesException e) {
      return;
    }
  }

  /** Tells whether a thread is one of ours: the kernel names threads, not processes. */
  private static boolean isOurs(int thread) {
    return Files.exists(Path.of("/proc/self/task", String.valueOf(thread)));
  }

  private void closeLater() {
    try {
      Thread.sleep(LIFE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        datagrams.close();
      } catch (ErrnoException e) {
        // The number is free all the same, and nothing was to be written.
        return;
      }
    }
  }
}
