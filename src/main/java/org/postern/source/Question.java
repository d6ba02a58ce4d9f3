package org.postern.source;

import org.postern.address.Family;

/**
 * A question for one half of one source.
 *
 * @param source the source's id
 * @param family the family of the addresses
 */
public record Question(String source, Family family) {}
