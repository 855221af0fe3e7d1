package dev.freehold.kernel.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The permission a caller needs for a route. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
  /** {@code module.resource:action}. */
  String value();

  /**
   * Whether holding it for single things is enough. The route must then read and write nothing but
   * tables that are limited to grants ({@code kernel.limit_to_grants}).
   */
  boolean orGranted() default false;

  /**
   * Whether callers who are bound to a project may come here. The route must then read and write
   * nothing but what is limited to projects ({@code kernel.limit_to_project}).
   */
  boolean inProject() default false;
}
