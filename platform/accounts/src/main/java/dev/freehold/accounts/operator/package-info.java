/** What the one who runs the installation does with its tenants. */
@NullMarked
package dev.freehold.accounts.operator;

import org.jspecify.annotations.NullMarked;
