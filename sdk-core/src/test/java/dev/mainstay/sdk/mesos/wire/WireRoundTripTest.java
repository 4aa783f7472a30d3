package dev.mainstay.sdk.mesos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.mesos.CheckInfo.ProbeKind;
import dev.mainstay.sdk.mesos.CheckResult;
import dev.mainstay.sdk.mesos.FrameworkInfo;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.OperationState;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.StatusReason;
import dev.mainstay.sdk.mesos.TaskState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.mesos.v1.Protos;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.Test;

final class WireRoundTripTest {

  private static final FrameworkId FRAMEWORK = new FrameworkId("framework-1");

  @Property(tries = 2000)
  void aCallSurvivesTheWire(@ForAll long seed) throws InvalidProtocolBufferException {
    MesosCall call = new RandomRecords(new Random(seed)).draw(MesosCall.class);

    Call read = Call.parseFrom(CallWire.toProto(call, FRAMEWORK).toByteArray());

    assertThat(CallWire.fromProto(read)).isEqualTo(call);
    assertThat(CallWire.frameworkId(read)).contains(FRAMEWORK);
  }

  @Property(tries = 2000)
  void anEventSurvivesTheWire(@ForAll long seed) throws InvalidProtocolBufferException {
    MesosEvent event = new RandomRecords(new Random(seed)).draw(MesosEvent.class);

    Event read = Event.parseFrom(EventWire.toProto(event).toByteArray());

    assertThat(EventWire.fromProto(read)).contains(event);
  }

  @Test
  void everyNameOfMesosHasItsConstant() {
    assertThat(Arrays.stream(Protos.TaskStatus.Reason.values()).map(one -> one.name().substring(7)))
        .containsExactlyInAnyOrder(names(StatusReason.values()));
    assertThat(Arrays.stream(Protos.TaskState.values()).map(one -> one.name().substring(5)))
        .containsExactlyInAnyOrder(names(TaskState.values()));
    assertThat(Arrays.stream(Protos.OperationState.values()).map(one -> one.name().substring(10)))
        .containsExactlyInAnyOrder(names(OperationState.values()));
    assertThat(Arrays.stream(Protos.FrameworkInfo.Capability.Type.values()).map(Enum::name))
        .containsExactlyInAnyOrder(names(FrameworkInfo.Capability.values()));
  }

  @Test
  void aCheckWithoutResultHasAnEmptyBody() {
    Protos.CheckStatusInfo proto = ProbeWire.result(new CheckResult(ProbeKind.COMMAND, null));

    assertThat(proto.hasCommand()).isTrue();
    assertThat(proto.getCommand().hasExitCode()).isFalse();
  }

  @Test
  void aReservationOfBeforeTheStackIsUnderstood() {
    Protos.Resource.Builder old =
        Protos.Resource.newBuilder().setName("cpus").setType(Protos.Value.Type.SCALAR);
    old.getScalarBuilder().setValue(0.1);
    old.setField(Protos.Resource.getDescriptor().findFieldByName("role"), "q");

    assertThat(ResourceWire.fromProto(old.build()).reservations())
        .extracting(Reservation::kind, Reservation::role)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Reservation.Kind.STATIC, "q"));

    old.getReservationBuilder().setPrincipal("p");
    assertThat(ResourceWire.fromProto(old.build()).reservations())
        .extracting(Reservation::kind, Reservation::role, Reservation::principal)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Reservation.Kind.DYNAMIC, "q", "p"));
  }

  @Test
  void anOperationThatSaysNothingIsLeftOut() {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACCEPT);
    call.getAcceptBuilder()
        .addOperations(
            Protos.Offer.Operation.newBuilder().setType(Protos.Offer.Operation.Type.RESERVE));

    assertThat(CallWire.fromProto(call.build()))
        .isEqualTo(
            new MesosCall.Accept(
                com.google.common.collect.ImmutableList.of(),
                com.google.common.collect.ImmutableList.of(),
                MesosCall.DEFAULT_REFUSE));
  }

  @Test
  void secondsBeyondALongOfNanosecondsAreItsLimit() {
    assertThat(CommonWire.duration(1e30)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    assertThat(CommonWire.duration(0.2)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void anAttributeIsAnyNumberAsText() {
    assertThat(attribute(12345678901234568.0)).isEqualTo("12345678901234568");
    assertThat(attribute(8)).isEqualTo("8");
    assertThat(attribute(0.12345)).isEqualTo("0.12345");
    assertThat(attribute(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
  }

  private static String attribute(double value) {
    Protos.Attribute.Builder proto =
        Protos.Attribute.newBuilder().setName("asset").setType(Protos.Value.Type.SCALAR);
    proto.getScalarBuilder().setValue(value);
    return ResourceWire.attribute(proto.build()).value();
  }

  private static String[] names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toArray(String[]::new);
  }
}
