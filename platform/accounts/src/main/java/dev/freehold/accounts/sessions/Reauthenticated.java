package dev.freehold.accounts.sessions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A page or form of the console for which a session alone is not enough: the person must have shown
 * who they are in the last {@link Reauthentication#RECENT}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Reauthenticated {}
