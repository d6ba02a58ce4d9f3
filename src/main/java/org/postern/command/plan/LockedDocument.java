package org.postern.command.plan;

import java.util.List;

/**
 * How the answers of two lockfiles differ.
 *
 * @param differences what the sources name differently, each a line of the text form
 */
public record LockedDocument(boolean equal, List<String> differences) {}
