package dev.freehold.kernel.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** Works out the addresses of the console's files once, at the first page. */
final class AssetAddresses {

  private final ObjectProvider<ResourceUrlProvider> resources;
  private volatile @Nullable Assets assets;

  AssetAddresses(ObjectProvider<ResourceUrlProvider> resources) {
    this.resources = resources;
  }

  Assets get() {
    var known = assets;
    if (known == null) {
      known = find();
      assets = known;
    }
    return known;
  }

  private Assets find() {
    return new Assets(
        address("freehold.css"),
        address("shell.js"),
        address("charts.js"),
        address("tail.js"),
        address(inJar("htmx.org", "dist/htmx.min.js")),
        address(inJar("echarts", "dist/echarts.common.min.js")));
  }

  private String address(String path) {
    var plain = ConsoleConfiguration.ASSETS + path;
    var versioned = resources.getObject().getForLookupPath(plain);
    return versioned == null ? plain : versioned;
  }

  private static String inJar(String artifact, String file) {
    var about =
        new ClassPathResource("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties");
    var properties = new Properties();
    try (var in = about.getInputStream()) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The WebJar " + artifact + " is not on the class path", e);
    }
    return artifact + "/" + properties.getProperty("version") + "/" + file;
  }
}
