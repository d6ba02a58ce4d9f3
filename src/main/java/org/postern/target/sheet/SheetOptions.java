package org.postern.target.sheet;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;

/**
 * Which system a sheet is for, and where it is written.
 *
 * @param name of the target
 * @param system what it is for
 * @param folder of the sheets and of what was attested
 */
record SheetOptions(String name, SheetSystem system, Path folder) {
  private static final String FOR = "for";
  private static final String FOLDER = "folder";

  /** The folder above those of all targets without one of their own. */
  private static final Path STATE = Path.of("/var/lib/postern-mail");

  /** What a policy may write, beside the choice of rules. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          FOR,
          TargetOption.oneOf(SheetSystem.words().toArray(String[]::new)),
          FOLDER,
          new TargetOption.FilePath(),
          SheetProjection.RULES,
          new TargetOption.RuleNames());

  /** Those of a binding, checked before. */
  static SheetOptions of(TargetBinding binding) {
    return new SheetOptions(
        binding.name(),
        Optional.ofNullable(binding.options().get(FOR))
            .flatMap(SheetSystem::of)
            .orElse(SheetSystem.ANY),
        Optional.ofNullable(binding.options().get(FOLDER))
            .map(Path::of)
            .orElseGet(() -> STATE.resolve(binding.name())));
  }
}
