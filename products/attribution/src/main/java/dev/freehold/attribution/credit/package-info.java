/**
 * The arithmetic of credit: the five models, the statement that applies them to many conversions,
 * and the explanation of one. It knows streams and queries, nothing of callers or HTTP.
 */
@NullMarked
package dev.freehold.attribution.credit;

import org.jspecify.annotations.NullMarked;
