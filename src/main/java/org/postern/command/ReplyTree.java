package org.postern.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.host.JsonTree;

/**
 * A reply as a tree, for the way from a daemon to the process that asked it; writer and reader.
 * Nothing that a daemon does has pictures.
 */
final class ReplyTree {
  private ReplyTree() {}

  static Map<String, Object> write(Reply reply) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("exit", reply.exit().number());
    tree.put("lines", lines(reply.lines()));
    tree.put("errors", lines(reply.errors()));
    tree.put("tree", reply.tree());
    return tree;
  }

  static Reply read(JsonTree tree) throws IOException {
    return new Reply(
        ExitCode.of(Math.toIntExact(tree.number("exit"))),
        readLines(tree, "lines"),
        readLines(tree, "errors"),
        List.of(),
        tree.object("tree").members());
  }

  private static List<Object> lines(List<Line> lines) {
    return lines.stream().<Object>map(line -> List.of(line.style().name(), line.text())).toList();
  }

  private static List<Line> readLines(JsonTree tree, String member) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Object line : tree.list(member)) {
      if (!(line instanceof List<?> pair) || pair.size() != 2) {
        throw new IOException("a line of the daemon's answer is not [style, text]");
      }
      lines.add(
          Line.of(
              Line.Style.valueOf(String.valueOf(pair.getFirst())), String.valueOf(pair.getLast())));
    }
    return lines;
  }
}
