/**
 * Reads the state that the first format wrote: everything as JSON in the files of the memory and of
 * each generation. It is read only, and taken over into the present format by the next write.
 */
@NullMarked
package org.postern.state.legacy;

import org.jspecify.annotations.NullMarked;
