/** Reading the audit log; it is written by triggers, never from Java. */
@NullMarked
package dev.freehold.kernel.audit;

import org.jspecify.annotations.NullMarked;
