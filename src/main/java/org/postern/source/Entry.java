package org.postern.source;

import org.postern.address.Interval;

/**
 * An entry as a source published it: an address, a prefix or a range.
 *
 * @param interval the addresses as published
 * @param label the text beside it, empty if there is none
 */
public record Entry(Interval interval, String label) {}
