package dev.freehold.kernel.console;

import dev.freehold.kernel.Caller;

/** Names the member and the tenant for the frame; the accounts module implements it. */
public interface Viewers {

  Viewer of(Caller caller);
}
