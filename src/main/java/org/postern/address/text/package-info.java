/**
 * Addresses, prefixes and ranges as people and files write them: what is accepted, why a text is
 * refused, and what the registries say of an address.
 */
@NullMarked
package org.postern.address.text;

import org.jspecify.annotations.NullMarked;
