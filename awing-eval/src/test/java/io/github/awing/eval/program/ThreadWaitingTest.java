package io.github.awing.eval.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ThreadWaitingTest {

  @Test
  void isSetWhereItIsUnsetAndKeptWhereItIsSet() {
    ThreadWaiting.Environment environment = ThreadWaiting.environment();
    String before = environment.getenv(ThreadWaiting.POLICY);
    ThreadWaiting.sleep();
    assertThat(environment.getenv(ThreadWaiting.POLICY))
        .isEqualTo(before == null ? "passive" : before);
    environment.setenv(ThreadWaiting.POLICY, "active", 1);
    ThreadWaiting.sleep();
    assertThat(environment.getenv(ThreadWaiting.POLICY)).isEqualTo("active");
    environment.setenv(ThreadWaiting.POLICY, before == null ? "passive" : before, 1);
  }
}
