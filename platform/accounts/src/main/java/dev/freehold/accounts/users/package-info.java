/** What people do with their own account: mailbox, password, sessions. */
@NullMarked
package dev.freehold.accounts.users;

import org.jspecify.annotations.NullMarked;
