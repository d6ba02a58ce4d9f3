package org.postern.source;

import org.postern.address.Interval;

/**
 * One address, prefix or range as its source published it.
 *
 * @param label what the source says about it, empty when it says nothing
 * @param line where in the source it stands, counted from 1; 0 when the source has no lines
 */
public record Entry(Interval interval, String label, int line) {}
