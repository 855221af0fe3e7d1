/**
 * Attribution: credits each conversion to the marketing touches before it, so that a tenant sees
 * what each campaign earned and can check why. Apps, tracking links, events, credit.
 */
@NullMarked
package dev.freehold.attribution;

import org.jspecify.annotations.NullMarked;
