package org.postern.target;

import java.nio.file.Path;
import java.util.List;
import org.postern.plan.Ruleset;

/**
 * Files from which another program of this host loads rules at boot, and in which rules of ours
 * were saved together with those of others. Such a file is loaded as a whole or not at all: where
 * an object that a rule of ours names is not there yet, the rules of others are not loaded either.
 */
public interface SavedRules {
  /** The saved rules of a host without such files. */
  SavedRules NONE =
      new SavedRules() {
        @Override
        public List<Path> files() {
          return List.of();
        }

        @Override
        public boolean arePrepared() {
          return true;
        }

        @Override
        public List<String> prepare(Ruleset ruleset) {
          return List.of();
        }
      };

  /** Returns the files that name objects of ours; one that cannot be read is none of them. */
  List<Path> files();

  /** Tells whether the unit that makes these objects before the files are loaded is enabled. */
  boolean arePrepared();

  /**
   * Makes the objects that the files name and that are not there, as they are in a ruleset.
   *
   * @param ruleset the rules that are to be in force; what is named in a file and not in there
   *     refuses no peer
   * @return the names of those that were made
   * @throws TargetException when not all could be made
   */
  List<String> prepare(Ruleset ruleset) throws TargetException;
}
