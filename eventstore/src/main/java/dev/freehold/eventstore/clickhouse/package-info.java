/**
 * The event store on a ClickHouse server or cluster, over its HTTP interface: one process of
 * Freehold writes, the server keeps and computes.
 */
@NullMarked
package dev.freehold.eventstore.clickhouse;

import org.jspecify.annotations.NullMarked;
