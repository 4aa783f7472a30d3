package dev.mainstay.sdk.spec;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Scalar;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A task's Java heap is smaller than the memory that its resource set lets it use, out of which
 * comes also what Java takes beside the heap: an agent kills a task that uses more. The heap is
 * what a variable of the task's {@code env} says, either as {@code -Xmx512m} among other flags (the
 * last counts, as for Java) or alone, as {@code 512M}. A task that is not there, or does not say a
 * heap, passes.
 *
 * @param podType whose task it is
 * @param task in the pod type
 * @param variable its name
 */
public record HeapFits(String podType, String task, String variable) implements SpecValidator {

  private static final Pattern FLAG = Pattern.compile("-Xmx(\\d{1,15}[kKmMgGtT]?)(?!\\S)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kmgt]?)");

  private static final ResourceLimitsSpec.Visitor<Optional<Scalar>> AMOUNT =
      new ResourceLimitsSpec.Visitor<>() {
        @Override
        public Optional<Scalar> unlimited(ResourceLimitsSpec.Unlimited limit) {
          return Optional.empty();
        }

        @Override
        public Optional<Scalar> upTo(ResourceLimitsSpec.UpTo limit) {
          return Optional.of(limit.amount());
        }
      };

  @Override
  public ImmutableList<SpecProblem> check(@Nullable ServiceSpec deployed, ServiceSpec wanted) {
    PodSpec pod = wanted.pods().get(podType);
    TaskSpec spec = pod == null ? null : pod.tasks().get(task);
    if (pod == null || spec == null) {
      return ImmutableList.of();
    }
    Scalar memory = memoryOf(pod.resourceSetOf(spec));
    String value = spec.env().getOrDefault(variable, "");
    OptionalDouble heap = megabytes(value);
    if (memory == null || heap.isEmpty() || heap.getAsDouble() < memory.toDouble()) {
      return ImmutableList.of();
    }
    return ImmutableList.of(
        SpecProblem.error(
            ImmutableList.of("pods", podType, "tasks", task, "env", variable),
            "a heap of %s does not fit into the task's memory of %s MB"
                .formatted(size(value), memory),
            "make the heap smaller or the memory larger: Java needs some beside the heap"));
  }

  /** In MB, what a task may use at most; absent when nothing limits it. */
  private static @Nullable Scalar memoryOf(ResourceSetSpec set) {
    ResourceLimitsSpec.Limit limit = set.limits().memory();
    return limit == null ? set.memory() : limit.accept(AMOUNT).orElse(null);
  }

  private static OptionalDouble megabytes(String value) {
    Matcher size = SIZE.matcher(Ascii.toLowerCase(size(value)));
    return size.matches()
        ? OptionalDouble.of(Double.parseDouble(size.group(1)) * megabytesOf(size.group(2)))
        : OptionalDouble.empty();
  }

  /** Of the last flag; without any flag the whole value. */
  private static String size(String value) {
    String last = value.strip();
    for (Matcher flag = FLAG.matcher(value); flag.find(); ) {
      last = flag.group(1);
    }
    return last;
  }

  private static double megabytesOf(String unit) {
    return switch (unit) {
      case "k" -> 1.0 / 1024;
      case "m" -> 1;
      case "g" -> 1024;
      case "t" -> 1024 * 1024;
      default -> 1.0 / (1024 * 1024); // bytes
    };
  }
}
