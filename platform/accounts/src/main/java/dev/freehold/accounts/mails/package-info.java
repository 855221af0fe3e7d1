/** Mails to accounts: asked for in a transaction, sent by a worker. */
@NullMarked
package dev.freehold.accounts.mails;

import org.jspecify.annotations.NullMarked;
