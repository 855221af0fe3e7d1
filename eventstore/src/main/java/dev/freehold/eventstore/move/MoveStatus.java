package dev.freehold.eventstore.move;

/**
 * How a move is getting on.
 *
 * @param step what it does now, or how it ended
 * @param running whether it is under way in this process
 * @param to the address of the new store without password, empty when there is none
 * @param tenants how many there are
 * @param copied how many of them are in the new store
 * @param rows how many rows were copied by this process
 * @param followed how many rows that came meanwhile were handed on
 */
public record MoveStatus(
    MoveLog.State state,
    String step,
    boolean running,
    String to,
    long tenants,
    long copied,
    long rows,
    long followed) {

  /** An address without its password. */
  static String shown(String address) {
    return address.replaceFirst("://([^:/@]*):[^@]*@", "://$1:…@");
  }

  @Override
  public String toString() {
    return to.isEmpty()
        ? step
        : "%s: %d of %d tenants, %d rows copied, %d handed on, to %s"
            .formatted(step, copied, tenants, rows, followed, to);
  }
}
