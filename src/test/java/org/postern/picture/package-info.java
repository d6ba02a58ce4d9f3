/** Tests of the pictures. */
@NullMarked
package org.postern.picture;

import org.jspecify.annotations.NullMarked;
