/** The image as installed: its launcher, its runtime and the archive of classes. */
@NullMarked
package org.postern.image;

import org.jspecify.annotations.NullMarked;
