package dev.freehold.kernel.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that connect to public addresses alone. The check is made on the address that is
 * connected to, so a name that answers differently the second time gains nothing.
 */
final class GuardedSockets extends SocketFactory {

  /** Says what was refused; the caller's message is made of it. */
  static final class NotPublic extends IOException {

    NotPublic(InetSocketAddress address) {
      super(address.getHostString() + " is not on the public network");
    }
  }

  private static final class Guarded extends Socket {

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address)
          || address.getAddress() == null
          || !PublicAddress.is(address.getAddress())) {
        throw new NotPublic((InetSocketAddress) endpoint);
      }
      super.connect(endpoint, timeoutMillis);
    }
  }

  @Override
  public Socket createSocket() {
    return new Guarded();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, @Nullable InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, @Nullable InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    var socket = new Guarded();
    socket.connect(address);
    return socket;
  }
}
