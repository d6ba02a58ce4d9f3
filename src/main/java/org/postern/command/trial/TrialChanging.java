package org.postern.command.trial;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.host.JsonTree;

/**
 * What was found while sets changed; writer and reader side by side.
 *
 * @param changes how often they did
 * @param prefixes how many prefixes each change added or removed
 * @param kept connections of peers that are accepted before and after each change
 * @param others connections of peers that are never accepted
 * @param unanswered connections of peers that are accepted, without an answer and refused by no
 *     rule
 * @param wrong verdicts that were wrong
 * @param examples of them, a sentence each
 * @param micros how long all of it took
 * @param control what the same judge said of changes that err
 */
record TrialChanging(
    long changes,
    long prefixes,
    long kept,
    long others,
    long unanswered,
    long wrong,
    List<String> examples,
    long micros,
    TrialControl control) {
  TrialChanging {
    examples = List.copyOf(examples);
  }

  /** Where nothing was to change. */
  static TrialChanging none() {
    return new TrialChanging(0, 0, 0, 0, 0, 0, List.of(), 0, TrialControl.NONE);
  }

  /** How many connections the packet filter judged. */
  long judged() {
    return kept + others;
  }

  /** Whether there was something to judge, nothing was wrong, and what is wrong would be seen. */
  boolean isRight() {
    return wrong == 0 && isJudged() && control.isSeen();
  }

  /** Whether there were connections that a wrong verdict could have hit, in both directions. */
  boolean isJudged() {
    return kept > 0 && others > 0;
  }

  Map<String, Object> write() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("changes", changes);
    tree.put("prefixes", prefixes);
    tree.put("judged", judged());
    tree.put("kept", kept);
    tree.put("others", others);
    tree.put("unanswered", unanswered);
    tree.put("wrong", wrong);
    tree.put("examples", examples);
    tree.put("micros", micros);
    tree.put("control", control.write());
    return tree;
  }

  static TrialChanging read(JsonTree tree) throws IOException {
    return new TrialChanging(
        tree.number("changes"),
        tree.number("prefixes"),
        tree.number("kept"),
        tree.number("others"),
        tree.number("unanswered"),
        tree.number("wrong"),
        tree.strings("examples"),
        tree.number("micros"),
        TrialControl.read(tree.object("control")));
  }
}
