package dev.mainstay.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.GeneratedMessage;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.junit.jupiter.api.Test;

final class MesosMessagesTest {

  @Test
  void aSchedulerCallSurvivesJson() throws IOException {
    var call =
        org.apache.mesos.v1.scheduler.Protos.Call.newBuilder()
            .setType(org.apache.mesos.v1.scheduler.Protos.Call.Type.TEARDOWN)
            .setFrameworkId(FrameworkID.newBuilder().setValue("hello"))
            .build();

    assertThat(throughJson(call, org.apache.mesos.v1.scheduler.Protos.Call.newBuilder()))
        .isEqualTo(call);
  }

  @Test
  void anOperatorCallSurvivesJson() throws IOException {
    var call =
        org.apache.mesos.v1.master.Protos.Call.newBuilder()
            .setType(org.apache.mesos.v1.master.Protos.Call.Type.MARK_AGENT_GONE)
            .setMarkAgentGone(
                org.apache.mesos.v1.master.Protos.Call.MarkAgentGone.newBuilder()
                    .setAgentId(AgentID.newBuilder().setValue("S1")))
            .build();

    assertThat(throughJson(call, org.apache.mesos.v1.master.Protos.Call.newBuilder()))
        .isEqualTo(call);
  }

  @Test
  void theClassesAreThoseOfTheCurrentProtobuf() {
    assertThat(AgentID.getDefaultInstance()).isInstanceOf(GeneratedMessage.class);
  }

  private static Message throughJson(Message message, Message.Builder into) throws IOException {
    JsonFormat.parser().merge(JsonFormat.printer().print(message), into);
    return into.build();
  }
}
