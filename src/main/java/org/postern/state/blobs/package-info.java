/**
 * Large parts of the state, each written once however many generations name it.
 *
 * <pre>
 * table, set  ─►  chunks by address hash  ─►  pack (one file)   ◄─  named by generations, memory
 *                 manifest: which chunk is where
 * </pre>
 *
 * <p>A table of entries or a set of addresses is cut into chunks by a hash of each interval, so
 * that one changed address changes one chunk. A run writes the chunks that changed, and a manifest
 * that names them beside those of earlier runs, into one new file, a pack: written and synced
 * before the small record that names it is renamed into its place. Tables with an equal chunk share
 * it within a pack. Packs that nothing names are swept.
 *
 * <p>Everything read is checked: a pack by a CRC32C over its bytes, a chunk by its place in a
 * manifest. What does not decode is corrupt, never empty.
 */
@NullMarked
package org.postern.state.blobs;

import org.jspecify.annotations.NullMarked;
