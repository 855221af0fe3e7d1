/** Single people and programs: who is known, what they did, how engaged they are. */
@NullMarked
package dev.freehold.analytics.people;

import org.jspecify.annotations.NullMarked;
