/** What has to forget a tenant that is erased. */
@NullMarked
package dev.freehold.kernel.erasure;

import org.jspecify.annotations.NullMarked;
