package dev.freehold.eventstore.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the disk of a folder slow for a process, through the kernel's control groups. */
final class SlowDisk implements AutoCloseable {

  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final int WRITES_PER_SECOND = 20;

  private final Path group;

  private SlowDisk(Path group) {
    this.group = group;
  }

  /** Null where that is not possible: it takes root, control groups, and a disk of its own. */
  static @Nullable SlowDisk of(Path folder) throws IOException {
    long device = (Long) Files.getAttribute(folder, "unix:dev");
    var number = (device >>> 8 & 0xfff) + ":" + (device & 0xff | device >>> 12 & 0xfff00);
    var name = "freehold-slow-disk-" + ProcessHandle.current().pid();
    for (var way :
        List.of(
            new Way("blkio", "blkio.throttle.write_iops_device", number + " " + WRITES_PER_SECOND),
            new Way("", "io.max", number + " wiops=" + WRITES_PER_SECOND))) {
      var parent = GROUPS.resolve(way.parent());
      if (!Files.isDirectory(parent)) {
        continue;
      }
      var group = parent.resolve(name);
      try {
        Files.createDirectory(group);
        Files.writeString(group.resolve(way.file()), way.limit());
        return new SlowDisk(group);
      } catch (IOException e) {
        Files.deleteIfExists(group);
      }
    }
    return null;
  }

  private record Way(String parent, String file, String limit) {}

  void slow(Process process) throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
  }

  /** Once the process has ended. */
  @Override
  public void close() throws IOException {
    Files.delete(group);
  }
}
