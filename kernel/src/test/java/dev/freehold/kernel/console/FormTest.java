package dev.freehold.kernel.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {

  @Test
  void aRefusedFormKeepsWhatWasTypedAndNamesTheField() {
    var form = Form.of(Map.of("name", " x ")).refused(Invalid.field("name", "must not be blank"));

    assertThat(form.value("name")).isEqualTo(" x ");
    assertThat(form.error("name")).isEqualTo("Must not be blank.");
    assertThat(form.summary(Map.of("name", "Name")))
        .containsExactly(new Invalid.Field("name", "Name must not be blank"));
    assertThat(form.status()).isEqualTo(422);
  }

  @Test
  void aConflictIsNoSingleFieldsFault() {
    var form = Form.empty().refused(new Conflict(KernelError.CONFLICT, "It is archived."));

    assertThat(form.problem()).isEqualTo("It is archived.");
    assertThat(form.errors()).isEmpty();
    assertThat(form.status()).isEqualTo(409);
  }

  @Test
  void onlyTheExactNameConfirms() {
    assertThat(Form.of(Map.of("confirm", "Web shop")).confirms("Web shop")).isTrue();
    assertThat(Form.of(Map.of("confirm", "web shop")).confirms("Web shop")).isFalse();
    assertThat(Form.empty().confirms("Web shop")).isFalse();
  }
}
