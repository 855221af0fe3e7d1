/**
 * Accounts: tenants, people who work in them, their roles, their console sessions, and the API keys
 * of their programs.
 */
@NullMarked
package dev.freehold.accounts;

import org.jspecify.annotations.NullMarked;
