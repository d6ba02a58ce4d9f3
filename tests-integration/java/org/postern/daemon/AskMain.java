package org.postern.daemon;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A program that asks one question; needs no class but this, so any user can run a copy. */
final class AskMain {
  private AskMain() {}

  public static void main(String[] arguments) throws IOException {
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      out.println(ProcessHandle.current().pid() + " " + ask(arguments[0]));
    }
  }

  private static String ask(String socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap("{}\n".getBytes(StandardCharsets.UTF_8)));
      return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
    } catch (SocketException e) {
      return "no way in";
    }
  }
}
