/** For how long a tenant keeps its streams: as declared, or shorter where it says so. */
@NullMarked
package dev.freehold.analytics.retention;

import org.jspecify.annotations.NullMarked;
