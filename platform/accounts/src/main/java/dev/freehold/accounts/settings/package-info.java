/** What the operator sets for the whole installation while it runs, maintenance among it. */
@NullMarked
package dev.freehold.accounts.settings;

import org.jspecify.annotations.NullMarked;
