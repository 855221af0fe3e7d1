package dev.freehold.accounts.domains;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A server of the DNS on this machine that answers for the names it was given, over UDP. */
final class DnsServer implements AutoCloseable {

  private static final int MAX_PACKET = 4096;

  private final DatagramSocket socket;
  private final Map<String, List<String>> records = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean failing;

  DnsServer() {
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** What stands at a name from now on; nothing makes it a name that does not exist. */
  void set(String name, String... texts) {
    if (texts.length == 0) {
      records.remove(name + ".");
    } else {
      records.put(name + ".", List.of(texts));
    }
  }

  /** Whether every question is answered with SERVFAIL. */
  void fail(boolean fails) {
    failing = fails;
  }

  int asked() {
    return asked.get();
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[MAX_PACKET], MAX_PACKET);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        var answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
        var wire = answer.toWire();
        socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
        packet.setLength(MAX_PACKET);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private Message answer(Message question) {
    asked.incrementAndGet();
    var asks = question.getQuestion();
    var answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(asks, Section.QUESTION);
    Name name = asks.getName();
    var texts = records.get(name.toString().toLowerCase(java.util.Locale.ROOT));
    if (failing) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
    } else if (texts == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (asks.getType() == Type.TXT) {
      for (var text : texts) {
        answer.addRecord(new TXTRecord(name, DClass.IN, 60, text), Section.ANSWER);
      }
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
