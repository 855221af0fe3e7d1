/** The people of a tenant. */
@NullMarked
package dev.freehold.accounts.members;

import org.jspecify.annotations.NullMarked;
