/** Asking people into a tenant by mail, and their joining it. */
@NullMarked
package dev.freehold.accounts.invitations;

import org.jspecify.annotations.NullMarked;
