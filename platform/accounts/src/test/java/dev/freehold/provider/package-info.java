/** An identity provider to log in with: a real one, of Spring, that can be made to err. */
@org.jspecify.annotations.NullMarked
package dev.freehold.provider;
