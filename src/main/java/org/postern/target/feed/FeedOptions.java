package org.postern.target.feed;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.TargetOption;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;

/**
 * Where lists are published, and how.
 *
 * @param folder that holds them and that a web server hands out
 * @param formats of each list
 * @param rules those of which lists are published; empty means all
 * @param sign where the private key is kept; empty where lists are not signed
 */
record FeedOptions(
    Path folder,
    Set<FeedFormat> formats,
    Optional<Set<String>> rules,
    Optional<SecretReference> sign) {
  private static final String FOLDER = "folder";
  private static final String FORMATS = "formats";
  private static final String RULES = "rules";
  private static final String SIGN = "sign";

  /** The folder above those of all targets without one of their own. */
  private static final Path STATE = Path.of("/var/lib/postern-mail");

  /** What a policy may write. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          FOLDER,
          new TargetOption.FilePath(),
          FORMATS,
          TargetOption.someOf(FeedFormat.words().toArray(String[]::new)),
          RULES,
          new TargetOption.RuleNames(),
          SIGN,
          new TargetOption.Secret());

  FeedOptions {
    formats = Set.copyOf(formats);
  }

  /** Those of a binding, checked before. */
  static FeedOptions of(TargetBinding binding) {
    Map<String, String> options = binding.options();
    Set<FeedFormat> formats = EnumSet.noneOf(FeedFormat.class);
    TargetBinding.names(options.getOrDefault(FORMATS, "plain,json"))
        .forEach(word -> FeedFormat.of(word).ifPresent(formats::add));
    return new FeedOptions(
        Optional.ofNullable(options.get(FOLDER))
            .map(Path::of)
            .orElseGet(() -> STATE.resolve(binding.name())),
        formats,
        Optional.ofNullable(options.get(RULES)).map(TargetBinding::names),
        Optional.ofNullable(options.get(SIGN)).flatMap(SecretReference::of));
  }
}
