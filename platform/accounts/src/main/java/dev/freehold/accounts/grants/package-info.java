/** Permissions on single things, and why somebody may or may not do something. */
@NullMarked
package dev.freehold.accounts.grants;

import org.jspecify.annotations.NullMarked;
