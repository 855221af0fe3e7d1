/** Showing who one is by more than a password: codes, recovery codes, passkeys. */
@NullMarked
package dev.freehold.accounts.factors;

import org.jspecify.annotations.NullMarked;
