package dev.freehold.attribution;

import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.error.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The addresses that visitors meet; {@link Tracking} records what they do. */
@RestController
@RequestMapping("/t/{code}")
@Tag(name = "Tracking")
class TrackingPages {

  /** A transparent GIF of one pixel. */
  private static final byte[] PIXEL =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private final Tracking tracking;

  TrackingPages(Tracking tracking) {
    this.tracking = tracking;
  }

  /**
   * Records a click and redirects to the link's destination with the click id.
   *
   * @param code the code of the link
   * @param userId the person, where the publisher of the link knows them
   */
  @GetMapping
  @Public("visitors follow tracking links")
  @Fails("link_not_found")
  @Operation(responses = @ApiResponse(responseCode = "302", description = "On to the destination"))
  ResponseEntity<Void> followLink(
      @PathVariable String code,
      @RequestParam(name = "user_id", required = false) @Nullable String userId) {
    return ResponseEntity.status(HttpStatus.FOUND)
        .cacheControl(CacheControl.noStore())
        .location(URI.create(tracking.click(code, userId)))
        .build();
  }

  /**
   * Records an impression and answers an image that nobody sees.
   *
   * @param code the code of the link
   * @param userId the person, where the publisher of the link knows them
   */
  @GetMapping(path = "/i.gif", produces = MediaType.IMAGE_GIF_VALUE)
  @Public("visitors see pages with the image")
  @Fails("link_not_found")
  ResponseEntity<byte[]> viewLink(
      @PathVariable String code,
      @RequestParam(name = "user_id", required = false) @Nullable String userId) {
    tracking.impression(code, userId);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(PIXEL);
  }
}
