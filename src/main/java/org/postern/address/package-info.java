/**
 * Exact arithmetic on IPv4 and IPv6 addresses.
 *
 * <p>An {@link org.postern.address.AddressSet} is always canonical and always exact: sorted,
 * disjoint intervals that do not touch, so equal sets are equal values. Ends are inclusive
 * everywhere, because an exclusive end does not exist behind the last address of a family. The one
 * lossy step, {@link org.postern.address.Widening}, answers with a type of its own, {@link
 * org.postern.address.Widened}, which says what was added.
 *
 * <p>Text is read at the edge only, by {@link org.postern.address.text.AddressText}.
 */
@NullMarked
package org.postern.address;

import org.jspecify.annotations.NullMarked;
