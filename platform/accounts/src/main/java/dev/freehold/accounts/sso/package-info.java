/**
 * Single sign-on by OpenID Connect: a tenant's own provider vouches for its people, for them alone
 * and in this tenant alone.
 */
@NullMarked
package dev.freehold.accounts.sso;

import org.jspecify.annotations.NullMarked;
