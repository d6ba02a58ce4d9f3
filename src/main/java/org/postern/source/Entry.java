package org.postern.source;

import org.postern.address.Interval;

/**
 * What a source published: an address, a prefix or a range.
 *
 * @param interval as published
 * @param label what stands beside it, empty if nothing does
 */
public record Entry(Interval interval, String label) {}
