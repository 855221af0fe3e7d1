/** Roles that a tenant makes itself. */
@NullMarked
package dev.freehold.accounts.roles;

import org.jspecify.annotations.NullMarked;
