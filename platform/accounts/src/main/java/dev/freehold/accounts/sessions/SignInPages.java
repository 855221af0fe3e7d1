package dev.freehold.accounts.sessions;

/** The addresses that a login goes through, and where it may lead. */
public final class SignInPages {

  public static final String HOME = "/console";
  public static final String SECOND_STEP = "/login/second-step";

  private SignInPages() {}

  /** An address of ours; anything else could lead a person who just logged in to a stranger. */
  public static String inside(String next) {
    return next.startsWith("/console") && next.chars().noneMatch(c -> c < ' ' || c == '\\')
        ? next
        : HOME;
  }
}
