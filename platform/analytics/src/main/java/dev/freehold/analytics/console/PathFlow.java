package dev.freehold.analytics.console;

import dev.freehold.analytics.reports.PathWay;
import dev.freehold.kernel.console.Show;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays ways out as boxes in columns, with ribbons as high as they were taken often. */
final class PathFlow {

  private static final int COLUMN = 230;
  private static final int BOX = 10;
  private static final int GAP = 20;
  private static final int LEAST = 12;
  private static final int SCALE = 260;
  private static final int TOP = 4;
  private static final int LABEL = 26;

  private static final String END = "(end)";

  /** A box under construction: how much is in it, and how much of its sides is taken. */
  private static final class Node {
    final String name;
    final int column;
    long times;
    double y;
    double in;
    double out;

    Node(String name, int column) {
      this.name = name;
      this.column = column;
    }

    double height(long whole) {
      return Math.max(LEAST, (double) times * SCALE / whole);
    }
  }

  private record Link(Node from, Node to) {}

  private final List<Map<String, Node>> columns = new ArrayList<>();
  private final Map<Link, Long> links = new LinkedHashMap<>();
  private final long whole;

  private PathFlow(String at, List<PathWay> ways, int depth) {
    this.whole = Math.max(1, ways.stream().mapToLong(PathWay::times).sum());
    for (int column = 0; column <= depth; column++) {
      columns.add(new LinkedHashMap<>());
    }
    for (var way : ways) {
      var last = node(0, at, way.times());
      for (int step = 0; step < depth; step++) {
        boolean over = step >= way.steps().size();
        var next = node(step + 1, over ? END : way.steps().get(step), way.times());
        links.merge(new Link(last, next), way.times(), Long::sum);
        if (over) {
          break;
        }
        last = next;
      }
    }
  }

  static Flow of(String at, List<PathWay> ways, int depth, boolean before) {
    return new PathFlow(at, ways, depth).draw(before);
  }

  private Node node(int column, String name, long times) {
    var node = columns.get(column).computeIfAbsent(name, made -> new Node(name, column));
    node.times += times;
    return node;
  }

  private Flow draw(boolean before) {
    double height = 0;
    var boxes = new ArrayList<Flow.Box>();
    for (var column : columns) {
      double y = TOP;
      var nodes = new ArrayList<>(column.values());
      nodes.sort((a, b) -> Long.compare(b.times, a.times));
      for (var node : nodes) {
        node.y = y;
        boxes.add(box(node, before));
        y += Math.max(node.height(whole), LABEL) + GAP;
      }
      height = Math.max(height, y);
    }
    var ribbons = new ArrayList<Flow.Ribbon>();
    links.forEach((link, times) -> ribbons.add(ribbon(link, times, before)));
    return new Flow(
        "Ways, drawn; the table below says the same",
        columns.size() * COLUMN,
        (int) Math.ceil(height),
        boxes,
        ribbons);
  }

  private Flow.Box box(Node node, boolean before) {
    return new Flow.Box(
        x(node.column, before),
        (int) Math.round(node.y),
        BOX,
        (int) Math.round(node.height(whole)),
        clipped(node.name),
        Show.count(node.times) + (node.times == 1 ? " time" : " times"),
        "");
  }

  private int x(int column, boolean before) {
    return (before ? columns.size() - 1 - column : column) * COLUMN;
  }

  private Flow.Ribbon ribbon(Link link, long times, boolean before) {
    double high = Math.max(1, (double) times * SCALE / whole);
    double from = link.from().y + link.from().out;
    double to = link.to().y + link.to().in;
    link.from().out += high;
    link.to().in += high;
    int left = x(link.from().column, before);
    int right = x(link.to().column, before);
    return before
        ? curve(right + BOX, to, left, from, high, link, times)
        : curve(left + BOX, from, right, to, high, link, times);
  }

  private static Flow.Ribbon curve(
      int x1, double y1, int x2, double y2, double high, Link link, long times) {
    int middle = (x1 + x2) / 2;
    var path =
        String.format(
            Locale.ROOT,
            "M%d %.1fC%d %.1f %d %.1f %d %.1fV%.1fC%d %.1f %d %.1f %d %.1fZ",
            x1,
            y1,
            middle,
            y1,
            middle,
            y2,
            x2,
            y2,
            y2 + high,
            middle,
            y2 + high,
            middle,
            y1 + high,
            x1,
            y1 + high);
    return new Flow.Ribbon(
        path, link.from().name + " – " + link.to().name + ": " + Show.count(times));
  }

  private static String clipped(String name) {
    return name.length() <= 28 ? name : name.substring(0, 27) + "…";
  }
}
