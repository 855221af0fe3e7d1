package dev.freehold.kernel.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Finds whose pages a host shows; the accounts module implements it. */
public interface Brands {

  /** Nothing for the installation's own host, and for hosts that nobody has proven. */
  Optional<Brand> of(HttpServletRequest request);
}
