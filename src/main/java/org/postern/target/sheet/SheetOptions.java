package org.postern.target.sheet;

import java.nio.file.Path;
import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * Which system a sheet is for, and where it is written.
 *
 * @param name of the target
 * @param system what it is for
 * @param folder of the sheets and of what was attested
 */
record SheetOptions(String name, SheetSystem system, Path folder) {
  private static final String FOR = "for";

  /** What a policy may write, beside the choice of rules. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          FOR,
          TargetOption.oneOf(SheetSystem.words().toArray(String[]::new)),
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Those of a binding, checked before. */
  static SheetOptions of(TargetBinding binding) {
    return new SheetOptions(
        binding.name(),
        binding.option(FOR).flatMap(SheetSystem::of).orElse(SheetSystem.ANY),
        OwnedFolder.pathOf(binding));
  }
}
