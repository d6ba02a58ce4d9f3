/**
 * The iptables of this network namespace with sets of ipset, worked by their own tools: the chains
 * {@code POSTERN-…} of the table filter, one jump to each that is needed, and the sets {@code
 * postern_…}.
 */
@NullMarked
package org.postern.target.iptables;

import org.jspecify.annotations.NullMarked;
