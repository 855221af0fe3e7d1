package dev.freehold.accounts.projects;

import dev.freehold.kernel.error.Invalid;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a project in addresses and programs. */
final class ProjectSlug {

  static final int MAX_LENGTH = 40;

  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^-+|-+$");

  private ProjectSlug() {}

  /** As it is written, but for blanks around it and capital letters. */
  static String checked(String slug) {
    var clean = slug.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(clean).matches()) {
      throw Invalid.field(
          "slug",
          "must have 1 to 40 letters from a to z, digits and hyphens, no hyphen at either end");
    }
    return clean;
  }

  /** Made of a name: {@code Zürich, büro 2} becomes {@code zurich-buro-2}. */
  static String of(String name) {
    var plain =
        MARKS
            .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT);
    var slug = ENDS.matcher(BETWEEN.matcher(plain).replaceAll("-")).replaceAll("");
    var cut = slug.substring(0, Math.min(MAX_LENGTH, slug.length()));
    if (cut.isEmpty()) {
      throw Invalid.field("slug", "cannot be made of this name; say what it is to be");
    }
    return ENDS.matcher(cut).replaceAll("");
  }
}
