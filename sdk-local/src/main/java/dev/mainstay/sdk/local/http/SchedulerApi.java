package dev.mainstay.sdk.local.http;

import dev.mainstay.sdk.base.FrameworkId;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.local.model.CallDoor;
import dev.mainstay.sdk.local.model.ClusterInput;
import dev.mainstay.sdk.local.model.ClusterModel;
import dev.mainstay.sdk.local.model.StreamId;
import dev.mainstay.sdk.mesos.MesosCall;
import dev.mainstay.sdk.mesos.MesosEvent;
import dev.mainstay.sdk.mesos.wire.CallWire;
import dev.mainstay.sdk.mesos.wire.WireFormatException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The v1 scheduler API: from a request to a call of the model. Refusals come in the order of Mesos
 * (Master::Http::scheduler in src/master/http.cpp), because a request may have several faults.
 */
final class SchedulerApi {

  static final String STREAM_ID = "Mesos-Stream-Id";

  private final ClusterPort cluster;
  private final IdSource ids;
  private final Consumer<EventStreamQueue> register;

  /**
   * An API in front of a cluster.
   *
   * @param ids of streams
   * @param register makes a queue known to the event sink; called before the model feeds it
   */
  SchedulerApi(ClusterPort cluster, IdSource ids, Consumer<EventStreamQueue> register) {
    this.cluster = cluster;
    this.ids = ids;
    this.register = register;
  }

  SchedulerAnswer answer(HttpRequest request) {
    RequestBody body = RequestBody.read(request, Call.newBuilder());
    HttpResponse refusal = body.refusal();
    if (refusal != null || !(body.message() instanceof Call call)) {
      return SchedulerAnswer.of(refusal == null ? HttpResponse.notImplemented() : refusal);
    }
    Optional<String> problem = SchedulerCallChecks.problem(call);
    if (problem.isPresent()) {
      return refused("Failed to validate scheduler::Call: " + problem.get());
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return subscribe(request, call);
    }
    if (call.getType() == Call.Type.RECONCILE_OPERATIONS
        && MessageFormat.acceptedBy(request).isEmpty()) {
      return notAcceptable();
    }
    HttpResponse answer = cluster.onModel((model, inputs) -> call(request, call, model, inputs));
    return SchedulerAnswer.of(answer);
  }

  private SchedulerAnswer subscribe(HttpRequest request, Call call) {
    Optional<MessageFormat> format = MessageFormat.acceptedBy(request);
    if (format.isEmpty()) {
      return notAcceptable();
    }
    if (request.header(STREAM_ID).isPresent()) {
      return refused("Subscribe calls should not include the 'Mesos-Stream-Id' header");
    }
    FrameworkInfo framework = call.getSubscribe().getFrameworkInfo();
    boolean refinement =
        framework.getCapabilitiesList().stream()
            .anyMatch(one -> one.getType() == FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
    EventStreamQueue queue =
        new EventStreamQueue(new StreamId(ids.next()), format.get(), refinement);
    Optional<String> problem =
        FrameworkOptionChecks.problem(framework)
            .or(
                () ->
                    FrameworkOptionChecks.problem(
                        call.getSubscribe().getOfferConstraints(), framework));
    if (problem.isPresent()) {
      return ended(queue, problem.get());
    }
    try {
      if (CallWire.fromProto(call) instanceof MesosCall.Subscribe subscribe) {
        register.accept(queue);
        cluster.onModel(
            (model, inputs) ->
                inputs.handle(new ClusterInput.SchedulerSubscribe(queue.id(), subscribe)));
      }
    } catch (WireFormatException e) {
      return unsupported(e);
    }
    return SchedulerAnswer.of(queue);
  }

  /** A stream with an ERROR and nothing else. */
  private static SchedulerAnswer ended(EventStreamQueue queue, String error) {
    queue.add(new MesosEvent.Error(error));
    queue.end();
    return SchedulerAnswer.of(queue);
  }

  private HttpResponse call(
      HttpRequest request, Call call, ClusterModel model, ClusterPort.Inputs inputs) {
    Optional<FrameworkId> framework = CallWire.frameworkId(call);
    Optional<HttpResponse> refusal =
        CallDoor.refusal(model, framework.orElse(null), request.header(STREAM_ID).orElse(null))
            .map(refused -> HttpResponse.text(refused.status(), refused.message()));
    if (refusal.isPresent() || framework.isEmpty()) {
      return refusal.orElseThrow();
    }
    if (call.getType() == Call.Type.UNKNOWN) {
      return HttpResponse.notImplemented();
    }
    if (call.getType() == Call.Type.UPDATE_FRAMEWORK) {
      Optional<String> problem = updateProblem(call.getUpdateFramework());
      if (problem.isPresent()) {
        return HttpResponse.badRequest(problem.get());
      }
    }
    try {
      MesosCall parsed = CallWire.fromProto((Call) EmptyIds.replace(call));
      return inputs
          .handle(new ClusterInput.SchedulerCall(framework.get(), parsed))
          .map(refused -> HttpResponse.text(refused.status(), refused.message()))
          .orElseGet(
              () ->
                  call.getType() == Call.Type.UPDATE_FRAMEWORK
                      ? HttpResponse.ok()
                      : HttpResponse.accepted());
    } catch (WireFormatException e) {
      return HttpResponse.badRequest(unsupportedText(e));
    }
  }

  private static Optional<String> updateProblem(Call.UpdateFramework update) {
    FrameworkInfo framework = update.getFrameworkInfo();
    return FrameworkOptionChecks.problem(framework)
        .map(text -> "Supplied FrameworkInfo is not valid: " + text)
        .or(() -> FrameworkOptionChecks.problem(update.getOfferConstraints(), framework));
  }

  private static SchedulerAnswer refused(String text) {
    return SchedulerAnswer.of(HttpResponse.badRequest(text));
  }

  private static SchedulerAnswer unsupported(WireFormatException e) {
    return refused(unsupportedText(e));
  }

  private static String unsupportedText(WireFormatException e) {
    return "Not supported by the embedded cluster: " + e.getMessage();
  }

  static SchedulerAnswer notAcceptable() {
    return SchedulerAnswer.of(
        HttpResponse.text(
            406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'"));
  }
}
