package org.postern.target.nftables;

import java.io.IOException;
import org.postern.host.InvokerConnections;

/** Prints the connections by which it was invoked, one a line, then what it could not see. */
final class InvokerMain {
  private InvokerMain() {}

  public static void main(String[] arguments) throws IOException {
    InvokerConnections.Found found = InvokerConnections.ofSystem().find();
    found
        .connections()
        .forEach(
            one ->
                System.out.printf(
                    "%s %s %s %d%n", one.place(), one.client(), one.server(), one.port()));
    found.unseen().forEach(System.out::println);
  }
}
