package dev.freehold.accounts.sessions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An act for which a session alone is not enough: the person must have shown who they are in the
 * last {@link Reauthentication#RECENT}. The console asks them; the API refuses, for a sign-in is a
 * request of its own there.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reauthenticated {}
