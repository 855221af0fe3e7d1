package dev.freehold.accounts.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A line to a server that can go silent: nothing is refused, nothing arrives. */
final class Wire implements AutoCloseable {

  private final ServerSocket entry;
  private final int port;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition restored = lock.newCondition();
  private boolean silent;

  Wire(int port) {
    this.port = port;
    try {
      this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entry.getLocalPort();
  }

  void silence(boolean on) {
    lock.lock();
    try {
      silent = on;
      restored.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        var from = entry.accept();
        var to = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread.ofVirtual().start(() -> pump(from, to));
        Thread.ofVirtual().start(() -> pump(to, from));
      } catch (IOException e) {
        // Closed, or the server is gone: the next caller finds out.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var bytes = new byte[8192];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        waitForSound();
        out.write(bytes, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // The other side hung up.
    }
  }

  private void waitForSound() {
    lock.lock();
    try {
      while (silent) {
        restored.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    silence(false);
    entry.close();
  }
}
