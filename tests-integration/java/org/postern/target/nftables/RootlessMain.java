package org.postern.target.nftables;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.postern.target.nftables.netlink.NftablesException;
import org.postern.target.nftables.netlink.TableFamily;
import org.postern.target.nftables.wire.ElementKeys;
import org.postern.target.nftables.wire.Elements.NewSetElem;
import org.postern.target.nftables.wire.KeyType;
import org.postern.target.nftables.wire.NftablesConnection;
import org.postern.target.nftables.wire.Request;
import org.postern.target.nftables.wire.Sets;
import org.postern.target.nftables.wire.Tables;

/** A program for a user namespace, where a JVM that runs already cannot go. */
final class RootlessMain {
  private static final TableFamily FAMILY = TableFamily.INET;

  private RootlessMain() {}

  public static void main(String[] arguments) throws NftablesException {
    try (NftablesConnection connection = NftablesConnection.open();
        PrintStream out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      out.println(arguments[0].equals("elements") ? elements(connection) : commit(connection));
    }
  }

  private static String commit(NftablesConnection connection) {
    try {
      return "generation " + connection.commit(List.of(new Tables.NewTable(FAMILY, "t")));
    } catch (NftablesException e) {
      return e.getMessage();
    }
  }

  private static String elements(NftablesConnection connection) throws NftablesException {
    long[] keys = LongStream.range(0, 50_000).toArray();
    List<Request> requests =
        List.of(
            new Tables.NewTable(FAMILY, "t"),
            Sets.NewSet.hash(FAMILY, "t", "s", KeyType.IPV4_ADDR),
            new NewSetElem(FAMILY, "t", "s", ElementKeys.ipv4(keys)));
    for (List<Request> batch : connection.divide(requests)) {
      connection.commit(batch);
    }
    CollectedElements found = new CollectedElements();
    connection.reader().elements(FAMILY, "t", "s", found);
    return found.keys().stream().distinct().count() + " elements";
  }
}
