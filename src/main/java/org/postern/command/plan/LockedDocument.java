package org.postern.command.plan;

import java.util.List;

/**
 * The difference between the answers in two lockfiles, as a document for programs.
 *
 * @param differences the differences between the answers, each a line of the text form
 */
public record LockedDocument(boolean equal, List<String> differences) {}
