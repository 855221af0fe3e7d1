package dev.freehold.kernel.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets {@link ClientConnection} look at the sockets of requests. Tomcat itself notices that a
 * client is gone only when it reads or writes, and a handler that waits for a query does neither.
 */
final class ClientConnectionValve extends ValveBase {

  ClientConnectionValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    var socket = request.getCoyoteRequest();
    BooleanSupplier isGone = () -> isGone(socket);
    request.setAttribute(ClientConnection.ATTRIBUTE, isGone);
    getNext().invoke(request, response);
  }

  /**
   * Reads without waiting, into the connection's own buffer, so that a next request is not lost.
   * Tomcat says that there is something to read also when reading fails or the stream has ended,
   * and then says so again; what was read waits in the buffer, and is not read a second time. Of a
   * request without a body Tomcat does not say that it waits there, so nobody is told gone by that.
   */
  private static boolean isGone(org.apache.coyote.Request socket) {
    return available(socket, true) > 0
        && available(socket, false) == 0
        && available(socket, true) > 0;
  }

  private static int available(org.apache.coyote.Request socket, boolean read) {
    socket.action(ActionCode.AVAILABLE, read);
    return socket.getAvailable();
  }
}
