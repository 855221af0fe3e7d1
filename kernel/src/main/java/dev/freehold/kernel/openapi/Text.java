package dev.freehold.kernel.openapi;

import com.github.therapi.runtimejavadoc.Comment;
import com.github.therapi.runtimejavadoc.CommentFormatter;

/** Javadoc as the Markdown that API documents take. */
final class Text {

  private static final CommentFormatter FORMATTER = new CommentFormatter();

  private Text() {}

  static String of(Comment comment) {
    return markdown(FORMATTER.format(comment));
  }

  static String markdown(String html) {
    return html.replaceAll("\\s+", " ")
        .replaceAll("\\s*<p>\\s*", "\n\n")
        .replaceAll("<code>\\s*([^<]*?)\\s*</code>", "`$1`")
        .replaceAll("\\{@link (?:\\S+ )?(\\w+)}", "$1")
        .replaceAll("<a [^>]*>|</a>|</p>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .strip();
  }
}
