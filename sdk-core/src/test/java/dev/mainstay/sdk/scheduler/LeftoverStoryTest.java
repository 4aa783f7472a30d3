package dev.mainstay.sdk.scheduler;

import static dev.mainstay.sdk.sample.PodBuilder.pod;
import static dev.mainstay.sdk.sample.ServiceBuilder.hello;
import static dev.mainstay.sdk.sample.TaskBuilder.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.mainstay.sdk.base.ResourceId;
import dev.mainstay.sdk.base.Scalar;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Label;
import dev.mainstay.sdk.mesos.Reservation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.mesos.ResourceValue;
import dev.mainstay.sdk.mesos.Volume;
import dev.mainstay.sdk.plan.PlanView;
import dev.mainstay.sdk.plan.PlanViews;
import dev.mainstay.sdk.plan.Status;
import dev.mainstay.sdk.sample.OfferBuilder;
import dev.mainstay.sdk.sample.ServiceBuilder;
import dev.mainstay.sdk.scheduler.CommandAnswer.Outcome;
import dev.mainstay.sdk.state.FrameworkRecord;
import dev.mainstay.sdk.state.Holding;
import dev.mainstay.sdk.state.ReleasedRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reservations are offered that no record knows. */
final class LeftoverStoryTest {

  private static final String EARLIER = "framework-of-an-earlier-life";

  private static CoreStory service() {
    return CoreStory.of(hello().pod(pod("hello").task(task("server").volume("data", 100))));
  }

  private static CoreStory deployed() {
    CoreStory story = service().subscribed().offer("agent-0").running("hello-0-server");
    assertThat(story.deploy()).allMatch(step -> step.endsWith("COMPLETE"));
    return story;
  }

  /** As this service, or one of another name, reserved it. */
  private static Resource reserved(String id, String service, String framework) {
    ImmutableList.Builder<Label> labels = ImmutableList.builder();
    labels.add(new Label(Reservation.RESOURCE_ID_LABEL, id));
    if (!service.isEmpty()) {
      labels.add(new Label(Reservation.SERVICE_LABEL, service));
      labels.add(new Label(Reservation.FRAMEWORK_LABEL, framework));
      labels.add(new Label(Reservation.POD_LABEL, "hello-3"));
    }
    return Resource.of("disk", new ResourceValue.Amount(Scalar.of(100)))
        .withReservations(
            ImmutableList.of(
                new Reservation(
                    Reservation.Kind.DYNAMIC, OfferBuilder.ROLE, null, labels.build())));
  }

  private static Resource volume(String id) {
    return reserved(id, "hello", EARLIER)
        .withDisk(
            new DiskInfo(
                new DiskInfo.Persistence("P-" + id, null),
                new Volume("data", Volume.Mode.RW, null, null),
                null));
  }

  private static OperatorCommand release(String... ids) {
    return new OperatorCommand.ReleaseLeftovers(
        ImmutableList.copyOf(ids).stream()
            .map(ResourceId::new)
            .collect(ImmutableSet.toImmutableSet()),
        false);
  }

  private static OperatorCommand releaseAll() {
    return new OperatorCommand.ReleaseLeftovers(ImmutableSet.of(), true);
  }

  private static ImmutableList<String> unclaimed(CoreStory story) {
    return story.core().snapshot().unclaimed().stream()
        .map(one -> one.id() + " on " + one.hostname() + " of " + one.service() + "/" + one.pod())
        .collect(ImmutableList.toImmutableList());
  }

  private static PlanView plan(CoreStory story) {
    return PlanViews.of(
        story.core().snapshot().deploy(), story.state(), ServiceBuilder.START.plusSeconds(60));
  }

  /** All that is offered again and again is left alone for an hour. */
  private static CoreStory anHour(CoreStory story, String agent) {
    for (int minute = 0; minute < 60; minute++) {
      story.advance(Duration.ofMinutes(1)).offer(agent);
    }
    return story;
  }

  @Test
  void what_no_record_knows_is_shown_and_left_alone() {
    CoreStory story = deployed();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.mesos().reserved("agent-1", reserved("strange-1", "", ""));
    anHour(story, "agent-1");
    assertThat(unclaimed(story))
        .containsExactly("lost-1 on agent-1 of hello/hello-3", "strange-1 on agent-1 of /");
    assertThat(story.mesos().reservations("agent-1")).hasSize(2);
    assertThat(story.state().isInDoubt()).as("deployed before, so nothing was lost").isFalse();
  }

  @Test
  void what_is_released_is_destroyed_and_unreserved_and_nothing_else() {
    CoreStory story = deployed();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.mesos().reserved("agent-1", volume("lost-2"));
    story.offer("agent-1").command(release("lost-1"));
    assertThat(story.answer().outcome()).isEqualTo(Outcome.TAKEN);
    story.advance(Duration.ofSeconds(2));
    assertThat(story.mesos().isSuppressed()).as("it is asked for at once").isFalse();
    story.offer("agent-1");
    assertThat(story.mesos().reservations("agent-1"))
        .extracting(resource -> resource.resourceId().orElseThrow().value())
        .containsExactly("lost-2");
    assertThat(story.state().released()).isEmpty();
    assertThat(unclaimed(story)).containsExactly("lost-2 on agent-1 of hello/hello-3");
    assertThat(story.mesos().reservations("agent-0")).as("of the pod").isNotEmpty();
  }

  @Test
  void what_cannot_be_given_back_says_why_and_is_tried_again() {
    CoreStory story = deployed();
    story.mesos().reserved("agent-1", reserved("lost-1", "hello", EARLIER));
    story.offer("agent-1").command(release("lost-1")).advance(Duration.ofSeconds(2));
    story.nextAccept(ToyMesos.Answer.UNRESERVE_REFUSED).offer("agent-1");
    assertThat(story.state().released())
        .singleElement()
        .extracting(ReleasedRecord::problem)
        .isEqualTo("giving it back failed: refused");
    story.advance(Duration.ofMinutes(11)).offer("agent-1");
    assertThat(story.state().released()).isEmpty();
    assertThat(story.mesos().reservations("agent-1")).isEmpty();
  }

  @Test
  void all_means_what_is_labelled_with_the_service() {
    CoreStory story = deployed();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.mesos().reserved("agent-1", reserved("strange-1", "", ""));
    story.mesos().reserved("agent-1", reserved("foreign-1", "other", EARLIER));
    story.offer("agent-1").command(releaseAll()).advance(Duration.ofSeconds(2)).offer("agent-1");
    assertThat(story.answer().message())
        .contains("gives back 1 unclaimed")
        .contains("2 others are left alone: foreign-1, strange-1");
    story.command(release("strange-1")).advance(Duration.ofSeconds(2)).offer("agent-1");
    assertThat(unclaimed(story)).containsExactly("foreign-1 on agent-1 of other/hello-3");
    assertThat(story.mesos().reservations("agent-1")).hasSize(1);
    story.command(releaseAll());
    assertThat(story.answer().outcome()).isEqualTo(Outcome.ALREADY);
  }

  @Test
  void what_somebody_has_or_nobody_knows_is_not_released() {
    CoreStory story = deployed();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.mesos().reserved("agent-1", reserved("foreign-1", "other", EARLIER));
    story.offer("agent-1");
    String held = story.pod("hello-0").holdings().get(0).id().value();

    story.command(release("lost-1", held));
    assertThat(story.answer().outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(story.answer().message()).contains("belongs to pod hello-0");
    story.command(release("lost-1", "nothing"));
    assertThat(story.answer().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(story.answer().message()).contains("there are: foreign-1, lost-1");
    story.command(release("foreign-1"));
    assertThat(story.answer().outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(story.answer().message()).contains("service other");
    story.command(release());
    assertThat(story.answer().outcome()).isEqualTo(Outcome.INVALID);

    assertThat(story.state().released()).as("all of a command or nothing").isEmpty();
    assertThat(story.pod("hello-0").holdings()).allMatch(Holding::isHeld);
  }

  @Test
  void what_is_gone_is_not_shown_for_ever() {
    CoreStory story = deployed();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.offer("agent-1");
    story.mesos().lose(new ResourceId("lost-1"));
    story.offer("agent-1");
    assertThat(unclaimed(story)).as("offers may be fragments").hasSize(1);
    story.advance(Duration.ofMinutes(11)).offer("agent-1");
    assertThat(unclaimed(story)).isEmpty();
  }

  @Test
  void a_new_service_that_finds_an_earlier_life_launches_nothing_and_says_so() {
    CoreStory story = service();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.subscribed();
    story.offer(story.mesos().offerOf("agent-0"), story.mesos().offerOf("agent-1"));
    anHour(story, "agent-0");
    assertThat(story.launched()).isEmpty();
    assertThat(plan(story).status()).isEqualTo(Status.ERROR);
    assertThat(plan(story).errors()).containsExactly(FrameworkRecord.IN_DOUBT);
    assertThat(plan(story).phases().get(0).steps().get(0).message())
        .isEqualTo("waits for an operator's word about leftovers");
    assertThat(story.state().history())
        .anyMatch(entry -> entry.text().equals(FrameworkRecord.IN_DOUBT));

    story.restarted().offer("agent-0");
    assertThat(story.launched()).as("a restart does not forget it").isEmpty();
    assertThat(story.mesos().reservations("agent-1")).hasSize(1);
  }

  @Test
  void an_operator_says_that_they_are_leftovers_and_it_goes_on() {
    CoreStory story = service();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.subscribed().offer("agent-1").command(releaseAll());
    assertThat(story.answer().message()).contains("the service goes on");
    story.settle("agent-0", "agent-1");
    assertThat(story.launched()).containsExactly("hello-0-server");
    assertThat(unclaimed(story)).isEmpty();
  }

  @Test
  void an_operator_leaves_them_alone_and_it_goes_on() {
    CoreStory story = service();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.subscribed().offer("agent-1").command(new OperatorCommand.KeepLeftovers());
    assertThat(story.answer().outcome()).isEqualTo(Outcome.TAKEN);
    story.mesos().comeAlive();
    story.restarted().offer("agent-1").settle("agent-0");
    assertThat(plan(story).status()).isEqualTo(Status.COMPLETE);
    assertThat(story.mesos().reservations("agent-1"))
        .anyMatch(resource -> resource.persistence().isPresent());
    story.command(new OperatorCommand.KeepLeftovers());
    assertThat(story.answer().outcome()).isEqualTo(Outcome.ALREADY);
  }

  @Test
  void what_was_not_named_keeps_it_waiting() {
    CoreStory story = service();
    story.mesos().reserved("agent-1", volume("lost-1"));
    story.mesos().reserved("agent-1", volume("lost-2"));
    story.subscribed().offer("agent-1").command(release("lost-1"));
    assertThat(story.answer().message()).contains("waits for a word about the other 1");
    assertThat(story.state().isInDoubt()).isTrue();
    story.command(release("lost-2"));
    assertThat(story.state().isInDoubt()).isFalse();
  }

  @Test
  void what_has_no_label_or_is_of_its_own_framework_raises_no_doubt() {
    CoreStory story = service();
    story.mesos().reserved("agent-1", reserved("strange-1", "", ""));
    story.mesos().reserved("agent-1", reserved("foreign-1", "other", EARLIER));
    story.mesos().reserved("agent-1", reserved("own-1", "hello", OfferBuilder.FRAMEWORK.value()));
    story.subscribed().offer("agent-1");
    assertThat(story.launched()).containsExactly("hello-0-server");
    assertThat(unclaimed(story)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void a_crash_anywhere_forgets_neither_the_doubt_nor_the_word(CoreStory.CrashPoint point) {
    for (int crash = 0; crash < 8; crash++) {
      CoreStory story = service().crashAt(crash, point);
      story.mesos().comeAlive();
      story.mesos().reserved("agent-1", volume("lost-1"));
      story.subscribed();
      for (int again = 0; again < 3; again++) {
        story.offer(story.mesos().offerOf("agent-0"), story.mesos().offerOf("agent-1"));
      }
      assertThat(story.launched()).as("crash at %d", crash).isEmpty();
      for (int again = 0; story.state().isInDoubt() && again < 3; again++) {
        story.command(releaseAll()).offer("agent-1");
      }
      story.settle("agent-0", "agent-1");
      assertThat(story.mesos().reservations("agent-1"))
          .as("crash at %d", crash)
          .noneMatch(resource -> resource.resourceId().orElseThrow().value().equals("lost-1"));
    }
  }
}
