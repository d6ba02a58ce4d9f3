package org.postern.command.plan;

import java.util.List;

/**
 * The rules of a target as a script.
 *
 * @param files that were written; none where the script is printed
 * @param steps of the script, each a text
 */
public record CompiledDocument(String target, List<String> files, List<String> steps) {}
