package dev.freehold.eventstore;

import java.util.BitSet;

/**
 * What became of a batch once it was durable.
 *
 * @param accepted rows that are new
 * @param duplicates the indexes of rows whose id was already there, or earlier in the same batch
 */
public record Appended(int accepted, BitSet duplicates) {}
