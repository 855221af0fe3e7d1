/** What the OpenAPI document says beyond what the handlers' signatures tell. */
@NullMarked
package dev.freehold.kernel.openapi;

import org.jspecify.annotations.NullMarked;
