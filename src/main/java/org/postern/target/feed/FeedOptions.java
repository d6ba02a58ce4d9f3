package org.postern.target.feed;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.plan.TargetOption;
import org.postern.policy.SecretReference;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * The options of a target that publishes lists: where and how.
 *
 * @param folder the folder of the lists, which a web server serves
 * @param formats the formats in which each list is written
 * @param rules selects the rules whose lists are published
 * @param sign the reference to the private key; empty where lists are not signed
 */
record FeedOptions(
    Path folder, Set<FeedFormat> formats, RuleChoice rules, Optional<SecretReference> sign) {
  private static final String FORMATS = "formats";
  private static final String SIGN = "sign";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          FORMATS,
          TargetOption.someOf(FeedFormat.words().toArray(String[]::new)),
          RuleChoice.OPTION,
          RuleChoice.VALUES,
          SIGN,
          new TargetOption.Secret());

  FeedOptions {
    formats = Set.copyOf(formats);
  }

  /** Returns the options of a binding that was checked before. */
  static FeedOptions of(TargetBinding binding) {
    Set<FeedFormat> formats = EnumSet.noneOf(FeedFormat.class);
    TargetBinding.names(binding.option(FORMATS).orElse("plain,json"))
        .forEach(word -> FeedFormat.of(word).ifPresent(formats::add));
    return new FeedOptions(
        OwnedFolder.pathOf(binding),
        formats,
        RuleChoice.of(binding),
        binding.option(SIGN).flatMap(SecretReference::of));
  }
}
