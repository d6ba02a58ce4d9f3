package org.postern.target.sheet;

import java.util.List;

/**
 * The steps of a person on one kind of system, in that system's own words. Literal values stand
 * between back-quotes.
 *
 * @param before the facts to know before anything is done, a paragraph each
 * @param open the steps to where the list is
 * @param restrict the steps that make the list the only peers which pass, the first time
 * @param add the step that adds entries
 * @param remove the step that removes entries
 * @param save the steps that make the change count: save, stop, start
 * @param check the sentence that says what has to be seen there afterwards
 * @param undo the steps that let every peer in again
 * @param last another page, with a better way or more to know; may be empty
 */
record Wording(
    List<String> before,
    List<String> open,
    List<String> restrict,
    String add,
    String remove,
    List<String> save,
    String check,
    List<String> undo,
    List<String> last) {
  Wording {
    before = List.copyOf(before);
    open = List.copyOf(open);
    restrict = List.copyOf(restrict);
    save = List.copyOf(save);
    undo = List.copyOf(undo);
    last = List.copyOf(last);
  }
}
