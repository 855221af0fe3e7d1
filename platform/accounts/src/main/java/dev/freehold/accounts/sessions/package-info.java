/** Signing up, logging in, and finding out who calls. */
@NullMarked
package dev.freehold.accounts.sessions;

import org.jspecify.annotations.NullMarked;
