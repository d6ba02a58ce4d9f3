/**
 * Pictures of sets of addresses, apart from where they are drawn.
 *
 * <p>A {@link org.postern.picture.View} cuts a prefix into blocks of one size and lays them along a
 * {@link org.postern.picture.Hilbert} curve, so that addresses that are close to each other as
 * numbers are close in the picture, and every prefix is a square or two squares side by side. A
 * {@link org.postern.picture.Raster} counts what is in each block, exactly; a {@link
 * org.postern.picture.ChangeRaster} does so before and after.
 */
@NullMarked
package org.postern.picture;

import org.jspecify.annotations.NullMarked;
