package org.postern.command.plan;

import java.util.List;

/**
 * The script that holds the rules of a target, as a document for programs.
 *
 * @param files the files that were written; none where the script is printed
 * @param steps the steps of the script, each a text
 */
public record CompiledDocument(String target, List<String> files, List<String> steps) {}
