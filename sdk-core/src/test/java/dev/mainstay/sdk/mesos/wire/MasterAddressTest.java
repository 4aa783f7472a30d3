package dev.mainstay.sdk.mesos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MasterAddressTest {

  @Test
  void anAddressIsReadInEveryFormThatIsUsed() {
    assertThat(MasterAddress.parse("m1")).isEqualTo(new MasterAddress("m1", 5050));
    assertThat(MasterAddress.parse("10.0.0.1:80")).isEqualTo(new MasterAddress("10.0.0.1", 80));
    assertThat(MasterAddress.parse("http://m1:5051/")).isEqualTo(new MasterAddress("m1", 5051));
    assertThat(MasterAddress.parse("//m2:5050/api/v1/scheduler"))
        .isEqualTo(new MasterAddress("m2", 5050));
    assertThat(MasterAddress.parse("[::1]:5050")).hasToString("[::1]:5050");
  }

  @Test
  void aListOfMastersIsTriedInTurn() {
    StaticMasters masters = StaticMasters.parse("m1, m2:81");

    assertThat(masters.detect(0)).hasToString("m1:5050");
    assertThat(masters.detect(1)).hasToString("m2:81");
    assertThat(masters.detect(2)).hasToString("m1:5050");
  }

  @Test
  void aZooKeeperAddressWithoutPathIsRefusedWithoutItsPassword() {
    assertThatThrownBy(() -> MasterDetector.of("zk://user:secret@zk1:2181"))
        .hasMessage("expected zk://host:port,host:port/path, got zk://***@zk1:2181");
  }

  @Test
  void theBackoffDoublesUpToItsBoundAndVariesInItsUpperHalf() {
    ClientSettings settings = ClientSettings.production();
    Random random = new Random(7);

    for (int i = 0; i < 100; i++) {
      assertThat(settings.backoff(1, random))
          .isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
      assertThat(settings.backoff(3, random))
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(settings.backoff(500, random))
          .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
  }
}
