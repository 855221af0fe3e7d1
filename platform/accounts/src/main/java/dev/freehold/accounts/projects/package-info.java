/** Projects: containers inside a tenant, with settings, quotas and keys of their own. */
@NullMarked
package dev.freehold.accounts.projects;

import org.jspecify.annotations.NullMarked;
