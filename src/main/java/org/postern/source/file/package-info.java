/**
 * Reads lists of addresses in files of this host. A file that does not answer is no information,
 * never an empty list.
 */
@NullMarked
package org.postern.source.file;

import org.jspecify.annotations.NullMarked;
