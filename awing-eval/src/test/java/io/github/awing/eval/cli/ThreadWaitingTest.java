package io.github.awing.eval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ThreadWaitingTest {

  @Test
  void isSetWhereItIsUnsetAndKeptWhereItIsSet() {
    String before = policy();
    ThreadWaiting.sleep();
    assertThat(policy()).isEqualTo(before == null ? "passive" : before);
    set("active");
    ThreadWaiting.sleep();
    assertThat(policy()).isEqualTo("active");
    set(before == null ? "passive" : before);
  }

  private static String policy() {
    return Function.getFunction(Platform.C_LIBRARY_NAME, "getenv")
        .invokeString(new Object[] {ThreadWaiting.POLICY}, false);
  }

  private static void set(String value) {
    Function.getFunction(Platform.C_LIBRARY_NAME, "setenv")
        .invokeInt(new Object[] {ThreadWaiting.POLICY, value, 1});
  }
}
