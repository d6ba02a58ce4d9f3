/**
 * Finds what speaks against a change before it is made: mail that would be refused, peers that are
 * connected, and the connection of the administrator.
 */
@NullMarked
package org.postern.pipeline.safe;

import org.jspecify.annotations.NullMarked;
