/**
 * The PostgreSQL server that runs beside the program on one machine: real binaries, started and
 * watched by us, durable by default, gone when the program is gone.
 */
@NullMarked
package dev.freehold.server.postgres;

import org.jspecify.annotations.NullMarked;
