package org.postern.target.sheet;

import java.nio.file.Path;
import java.util.Map;
import org.postern.plan.TargetOption;
import org.postern.policy.TargetBinding;
import org.postern.target.OwnedFolder;
import org.postern.target.RuleChoice;

/**
 * The system that a sheet is for, and the folder in which it is written.
 *
 * @param name the name of the target
 * @param system the system that the sheet is for
 * @param folder the folder of the sheets and of the records
 */
record SheetOptions(String name, SheetSystem system, Path folder) {
  private static final String FOR = "for";

  /** The options that a policy may set. */
  static final Map<String, TargetOption> KNOWN =
      Map.of(
          FOR,
          TargetOption.oneOf(SheetSystem.words().toArray(String[]::new)),
          OwnedFolder.OPTION,
          new TargetOption.FilePath(),
          RuleChoice.OPTION,
          RuleChoice.VALUES);

  /** Returns the options of a binding that was checked before. */
  static SheetOptions of(TargetBinding binding) {
    return new SheetOptions(
        binding.name(),
        binding.option(FOR).flatMap(SheetSystem::of).orElse(SheetSystem.ANY),
        OwnedFolder.pathOf(binding));
  }
}
