package dev.freehold.accounts;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A mail server of the tests. */
public final class TestMail implements AutoCloseable {

  private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());

  public TestMail() {
    server.start();
  }

  public int port() {
    return server.getSmtp().getPort();
  }

  /** What was mailed to an address, oldest first. */
  public List<MimeMessage> to(String email) {
    return Arrays.stream(server.getReceivedMessages())
        .filter(mail -> recipient(mail).equals(email))
        .toList();
  }

  /** The last of so many mails to an address, once they have come. */
  public MimeMessage await(String email, int mails) {
    Awaitility.await().until(() -> to(email).size() >= mails);
    return to(email).get(mails - 1);
  }

  /** What stands behind a path in the link of a mail. */
  public static String token(MimeMessage mail, String path) {
    var link = Pattern.compile("http://localhost" + Pattern.quote(path) + "([0-9A-Za-z]+)");
    var found = link.matcher(text(mail));
    if (!found.find()) {
      throw new AssertionError("no link in " + text(mail));
    }
    return found.group(1);
  }

  /** The plain text. */
  public static String text(MimeMessage mail) {
    try {
      return plain(mail);
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String plain(Part part) throws MessagingException, IOException {
    if (part.isMimeType("text/plain")) {
      return (String) part.getContent();
    }
    if (part.getContent() instanceof Multipart parts) {
      return plain(parts.getBodyPart(0));
    }
    return "";
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getAllRecipients()[0].toString();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
