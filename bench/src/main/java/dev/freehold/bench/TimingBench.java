package dev.freehold.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whether the time of a 404 tells another tenant's id from one that nobody has: both are asked for
 * in random order, beside a second id that nobody has, which shows what is noise. Compared are
 * medians and the chance that the one takes longer than the other, which is one half if time tells
 * nothing (Mann and Whitney's U, over the product of both counts).
 */
final class TimingBench implements Bench.Benchmark {

  private static final int WARM_UP = 4_000;
  private static final int SAMPLES = 6_000;
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final byte[] NOTHING = {};

  @Override
  public void run() throws Exception {
    try (var world = new World();
        var connection = new HttpConnection(world.server.port())) {
      var stranger = Tenancy.signUp(world.server, "stranger").key();
      for (var thing : things(world, connection).entrySet()) {
        compare(thing.getKey(), thing.getValue(), stranger, connection);
      }
    }
  }

  /** Paths up to the id, and an id of the first tenant. */
  private static Map<String, String> things(World world, HttpConnection connection)
      throws IOException {
    var things = new LinkedHashMap<String, String>();
    things.put("/v1/attribution/apps/", world.app.id().toString());
    for (var list : new String[] {"/v1/api-keys", "/v1/members"}) {
      things.put(
          list + "/", id(connection, HttpConnection.head("GET", list, world.key, "", -1), NOTHING));
    }
    var role =
        "{\"name\":\"Timed\",\"permissions\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    things.put(
        "/v1/roles/",
        id(
            connection,
            HttpConnection.head("POST", "/v1/roles", world.key, "application/json", role.length),
            role));
    return things;
  }

  private static String id(HttpConnection connection, byte[] head, byte[] body) throws IOException {
    var answer = connection.send(head, body);
    var id = ID.matcher(answer.body());
    if (!id.find()) {
      throw new IOException("no id in " + answer);
    }
    return id.group(1);
  }

  private static void compare(String path, String theirs, String key, HttpConnection connection)
      throws IOException {
    var heads =
        new byte[][] {
          head(path, theirs, key), head(path, nobodys(), key), head(path, nobodys(), key)
        };
    var random = new Random(1);
    for (int i = 0; i < WARM_UP; i++) {
      micros(connection, heads[i % 3]);
    }
    var samples = new double[3][SAMPLES];
    var counts = new int[3];
    for (int i = 0; i < 3 * SAMPLES; i++) {
      int which = random.nextInt(3);
      while (counts[which] == SAMPLES) {
        which = (which + 1) % 3;
      }
      samples[which][counts[which]++] = micros(connection, heads[which]);
    }
    for (var each : samples) {
      Arrays.sort(each);
    }
    double foreign = samples[0][SAMPLES / 2];
    double missing = samples[1][SAMPLES / 2];
    Figure.note(
        "%s: another's %.1f us, nobody's %.1f us; another's takes longer with a chance of %.3f, of two that are nobody's the one with %.3f",
        path, foreign, missing, chance(samples[0], samples[1]), chance(samples[2], samples[1]));
    Figure.print(
        "timing" + path.replaceAll("[/-]", "_") + "id", foreign, "us", foreign / missing, 1);
  }

  private static byte[] head(String path, String id, String key) {
    return HttpConnection.head("GET", path + id, key, "", -1);
  }

  /** Of the version that ids have here. */
  private static String nobodys() {
    return UUID.randomUUID().toString().replaceFirst("-4", "-7");
  }

  private static double micros(HttpConnection connection, byte[] head) throws IOException {
    long start = System.nanoTime();
    var answer = connection.send(head, NOTHING);
    long end = System.nanoTime();
    if (answer.status() != 404) {
      throw new IOException("unexpected: " + answer);
    }
    return (end - start) / 1_000.0;
  }

  /** That one of the first takes longer than one of the second; both sorted. */
  private static double chance(double[] first, double[] second) {
    double wins = 0;
    int below = 0;
    int equal = 0;
    for (double value : first) {
      while (below < second.length && second[below] < value) {
        below++;
      }
      equal = Math.max(equal, below);
      while (equal < second.length && second[equal] == value) {
        equal++;
      }
      wins += below + (equal - below) / 2.0;
    }
    return wins / ((double) first.length * second.length);
  }
}
