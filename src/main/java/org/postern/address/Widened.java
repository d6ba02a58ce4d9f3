package org.postern.address;

/**
 * A set that covers more than was asked for, and by what.
 *
 * @param set all that is covered
 * @param excess the part of it that no source named
 */
public record Widened(AddressSet set, AddressSet excess) {}
