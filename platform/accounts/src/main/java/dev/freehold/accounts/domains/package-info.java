/** Hosts of their own that tenants have their console under, proven by a record in the DNS. */
@NullMarked
package dev.freehold.accounts.domains;

import org.jspecify.annotations.NullMarked;
