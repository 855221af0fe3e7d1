package dev.freehold.analytics.summaries;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** A mail server of the tests, which every server in operation here sends to. */
public final class TestMail {

  static final GreenMail SERVER = start();

  private TestMail() {}

  private static GreenMail start() {
    var server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    server.start();
    return server;
  }

  public static int port() {
    return SERVER.getSmtp().getPort();
  }
}
