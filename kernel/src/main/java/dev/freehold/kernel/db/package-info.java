/** PostgreSQL: tenant scope, platform scope, roles and migrations. */
@NullMarked
package dev.freehold.kernel.db;

import org.jspecify.annotations.NullMarked;
