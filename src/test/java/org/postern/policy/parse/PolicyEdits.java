package org.postern.policy.parse;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.edit.PolicyEditor;
import org.postern.policy.parse.text.Loader;

/** An editor of policies that are nowhere but in memory. */
public final class PolicyEdits {
  public static final PolicyEditor EDITOR = new PolicyEditor(PolicyEdits::read);

  private PolicyEdits() {}

  /** Reads a policy, includes among the texts. */
  public static Optional<Policy> read(List<PolicyText> texts, Report report) {
    Map<String, String> all = new HashMap<>();
    texts.forEach(text -> all.put(text.name(), text.text()));
    PolicyText first = texts.getFirst();
    return Examples.PARSER.parse(
        first.name(),
        first.text(),
        (including, path) -> {
          String name = Path.of(including).resolveSibling(path).normalize().toString();
          String text = all.get(name);
          return text == null
              ? new Loader.Loaded.Missing("there is no such file")
              : new Loader.Loaded.Text(name, text);
        },
        report);
  }
}
