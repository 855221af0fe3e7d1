/** The tenant itself, and the list of all for the operator. */
@NullMarked
package dev.freehold.accounts.tenants;

import org.jspecify.annotations.NullMarked;
