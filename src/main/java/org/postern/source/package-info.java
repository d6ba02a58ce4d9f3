/**
 * The sources of addresses. A source is asked, and its answer is a value: data, a confirmed
 * absence, or no information. Each kind of source is a child package; types that several kinds
 * share, such as the reader of lists, are here.
 */
@NullMarked
package org.postern.source;

import org.jspecify.annotations.NullMarked;
