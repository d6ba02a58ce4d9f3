/** Elements of a page: text of others goes in as text alone, whatever it contains. */
@NullMarked
package org.postern.page.html;

import org.jspecify.annotations.NullMarked;
