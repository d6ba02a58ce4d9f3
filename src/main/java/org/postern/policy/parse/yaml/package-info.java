/**
 * YAML 1.2 as a tree of texts with their places: no type is ever guessed. The only package that
 * names the YAML library.
 */
@NullMarked
package org.postern.policy.parse.yaml;

import org.jspecify.annotations.NullMarked;
