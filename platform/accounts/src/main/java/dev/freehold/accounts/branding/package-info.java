/** How a tenant presents itself: settings, colour and logo. */
@NullMarked
package dev.freehold.accounts.branding;

import org.jspecify.annotations.NullMarked;
