/** Mail that leaves the program, if the operator named a server for it. */
@NullMarked
package dev.freehold.kernel.mail;

import org.jspecify.annotations.NullMarked;
