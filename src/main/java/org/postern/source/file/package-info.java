/** Lists of addresses in files of this host. */
@NullMarked
package org.postern.source.file;

import org.jspecify.annotations.NullMarked;
