package dev.mainstay.sdk.mesos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MasterUrlTest {

  @Test
  void the_user_and_the_password_are_no_part_of_the_ZooKeeper_and_are_not_shown() {
    MasterUrl url = new MasterUrl("zk://user:p@ss@zk-1:2181,zk-2:2181/mesos");
    assertThat(url.zookeeper()).contains("zk-1:2181,zk-2:2181");
    assertThat(url).hasToString("zk://***@zk-1:2181,zk-2:2181/mesos");
  }

  @Test
  void masters_by_address_have_no_ZooKeeper() {
    assertThat(new MasterUrl("m1:5050,m2").zookeeper()).isEmpty();
    assertThat(new MasterUrl("m1:5050,m2")).hasToString("m1:5050,m2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "127.0.0.1:5050; true",
        "http://localhost:5050/; true",
        "localhost; true",
        "[::1]:5050; true",
        "zk://user:secret@127.0.0.2:2181,localhost/mesos; true",
        "zk://127.0.0.1:2181,zk-2:2181/mesos; false",
        "127.example.com:5050; false",
        "m1:5050; false",
      })
  void agents_are_here_if_the_masters_are(String url, boolean here) {
    assertThat(new MasterUrl(url).isOfThisMachine()).isEqualTo(here);
  }
}
