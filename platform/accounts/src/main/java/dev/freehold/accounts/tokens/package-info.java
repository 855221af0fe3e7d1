/** People who call the API: access tokens, and refresh tokens that rotate. */
@NullMarked
package dev.freehold.accounts.tokens;

import org.jspecify.annotations.NullMarked;
