/**
 * What every engine does with rows before it writes them: checks the declaration and the values,
 * lets a bounded number wait, and knows the ids received lately. Used by engines alone.
 */
@NullMarked
package dev.freehold.eventstore.intake;

import org.jspecify.annotations.NullMarked;
