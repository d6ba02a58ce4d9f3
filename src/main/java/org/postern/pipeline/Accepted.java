package org.postern.pipeline;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.diagnostic.Report;
import org.postern.host.OwnFolder;
import org.postern.policy.Policy;
import org.postern.policy.PolicyText;
import org.postern.policy.parse.text.Loader;
import org.postern.state.Contents;
import org.postern.state.Generation;

/**
 * The policy of a generation, as it was accepted: what runs, whatever its file says meanwhile.
 *
 * @param generation the generation whose policy it is
 * @param contents the contents of the generation
 * @param policy the policy, parsed anew from the texts of the generation
 */
public record Accepted(Generation generation, Contents contents, Policy policy) {

  /**
   * Parses the policy of a generation; empty when this version does not understand it, with the
   * reasons in the report.
   */
  public static Optional<Accepted> of(
      Generation generation, Contents contents, PolicyFiles files, Report report) {
    if (contents.texts().isEmpty()) {
      return Optional.empty();
    }
    PolicyText first = contents.texts().getFirst();
    return files
        .parse(first.name(), first.text(), new Texts(first, contents.texts()), report)
        .map(policy -> new Accepted(generation, contents, policy));
  }

  /** Tells whether both are of one policy, so that what its sources said holds for both. */
  public boolean isSamePolicy(Accepted other) {
    return contents.isSamePolicy(other.contents);
  }

  /** Tells whether something was prepared from this very policy, so that its answers are of it. */
  public boolean isOf(Prepared prepared) {
    return contents.texts().equals(texts(prepared.policy()))
        && contents.lock().equals(prepared.lock());
  }

  /**
   * Returns the texts of a policy under absolute names, so that they mean the same from everywhere.
   */
  static List<PolicyText> texts(Policy policy) {
    return policy.texts().stream()
        .map(text -> new PolicyText(absolute(text), text.text()))
        .toList();
  }

  private static String absolute(PolicyText text) {
    return text.isShipped()
        ? text.name()
        : Path.of(text.name()).toAbsolutePath().normalize().toString();
  }

  /** Loads includes from texts that were read earlier. */
  static final class Texts implements Loader {
    private static final Loaded.Missing NOT_ACCEPTED =
        new Loaded.Missing("it was not accepted with the policy");

    private final OwnFolder folder;
    private final Map<String, String> texts = new LinkedHashMap<>();

    Texts(PolicyText policy, List<PolicyText> all) {
      this.folder = OwnFolder.of(Path.of(policy.name()));
      all.forEach(text -> texts.put(text.name(), text.text()));
    }

    @Override
    public Loaded load(String includingFile, String path) {
      if (PolicyText.isShipped(path)) {
        String shipped = texts.get(path);
        return shipped == null ? NOT_ACCEPTED : new Loaded.Text(path, shipped);
      }
      Path file = Path.of(includingFile).resolveSibling(path).normalize();
      String text = texts.get(file.toString());
      return text == null
          ? NOT_ACCEPTED
          : new Loaded.Text(file.toString(), text, folder.holds(file));
    }
  }
}
