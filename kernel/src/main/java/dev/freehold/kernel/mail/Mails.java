package dev.freehold.kernel.mail;

import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Sends mail through the server that {@code spring.mail.host} names. */
@Component
public class Mails {

  private final ObjectProvider<JavaMailSender> sender;
  private final MailSettings settings;

  Mails(ObjectProvider<JavaMailSender> sender, MailSettings settings) {
    this.sender = sender;
    this.settings = settings;
  }

  /** Whether a server is named; without one nothing can be sent. */
  public boolean isSetUp() {
    return sender.getIfAvailable() != null;
  }

  /**
   * Hands a mail to the server.
   *
   * @throws MailFailed when the server is away or refused it
   */
  public void send(Mail mail) {
    var server = sender.getObject();
    var message = server.createMimeMessage();
    try {
      var parts = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
      parts.setFrom(settings.from());
      parts.setTo(mail.to());
      parts.setSubject(oneLine(mail.subject()));
      parts.setText(mail.text(), mail.html());
      message.setHeader("Message-ID", "<" + mail.id() + ">");
      if (mail.unsubscribe() != null) {
        message.setHeader("List-Unsubscribe", "<" + mail.unsubscribe() + ">");
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
      }
      server.send(message);
    } catch (MessagingException | MailException e) {
      throw new MailFailed("the mail server did not take a mail to " + mail.to(), e);
    }
  }

  /** A name that a tenant chose may hold a line break, which would begin a header of its own. */
  private static String oneLine(String subject) {
    return subject.replaceAll("\\p{Cntrl}+", " ");
  }
}
