package org.postern.source;

import org.postern.address.Family;

/**
 * One half of one source, as asked.
 *
 * @param source the source's id
 * @param family which addresses
 */
public record Question(String source, Family family) {}
