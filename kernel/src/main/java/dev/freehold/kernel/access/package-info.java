/** Who may do what: permissions, and the annotations that every route carries. */
@NullMarked
package dev.freehold.kernel.access;

import org.jspecify.annotations.NullMarked;
