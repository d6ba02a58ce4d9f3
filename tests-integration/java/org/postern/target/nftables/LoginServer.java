package org.postern.target.nftables;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What sshd is to a shell: a process that holds a connection of a user, and runs what he types in a
 * child that does not.
 */
final class LoginServer {
  static final String READY = "ready";

  private LoginServer() {}

  /**
   * Serves one connection after the other: reads a line, runs it by the shell, sends back what it
   * printed and how it ended.
   *
   * @param arguments the port
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ServerSocket listener = new ServerSocket(Integer.parseInt(arguments[0]))) {
      System.out.println(READY);
      while (true) {
        try (Socket login = listener.accept()) {
          serve(login);
        }
      }
    }
  }

  private static void serve(Socket login) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(login.getInputStream(), StandardCharsets.UTF_8));
    Process shell =
        new ProcessBuilder("sh", "-c", String.valueOf(in.readLine()))
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    OutputStream out = login.getOutputStream();
    shell.getInputStream().transferTo(out);
    out.write(("exit " + shell.waitFor() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
