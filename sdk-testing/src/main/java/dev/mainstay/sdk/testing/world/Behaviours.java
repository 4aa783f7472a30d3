package dev.mainstay.sdk.testing.world;

import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.mesos.Probe;
import dev.mainstay.sdk.mesos.TaskInfo;
import dev.mainstay.sdk.spec.PodSpec;
import dev.mainstay.sdk.spec.ServiceSpec;
import dev.mainstay.sdk.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How each task of a service behaves, by its name ({@code broker-1-server}): as its goal asks for
 * ({@link Behaviour#running()} or {@link Behaviour#finishing()}), unless a rule says otherwise. The
 * rule that was added last counts.
 *
 * <p>How a process starts and ends is settled at its launch; a rule that is added later changes
 * only what its checks say.
 */
public final class Behaviours implements ContainerScript {

  /** A rule, for so many launches of each task. */
  private static final class Rule {
    private final Pattern names;
    private final UnaryOperator<Behaviour> change;
    private final int launches;
    private final Map<String, Integer> used = new LinkedHashMap<>();

    private Rule(Pattern names, UnaryOperator<Behaviour> change, int launches) {
      this.names = names;
      this.change = change;
      this.launches = launches;
    }

    boolean isFor(String name) {
      return names.matcher(name).matches() && used.getOrDefault(name, 0) < launches;
    }

    void use(String name) {
      if (launches < Integer.MAX_VALUE) {
        used.merge(name, 1, Integer::sum);
      }
    }
  }

  private final Deque<ServiceSpec> latestFirst = new ArrayDeque<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Behaviour> ofLastLaunch = new LinkedHashMap<>();

  /** Behaviours as the goals of this spec's tasks ask for. */
  public Behaviours(ServiceSpec spec) {
    learn(spec);
  }

  /** Tasks behave as this spec asks for, from their next launch on; those it lacks as before. */
  public void learn(ServiceSpec spec) {
    latestFirst.addFirst(spec);
  }

  /**
   * From now on, tasks with such names behave so.
   *
   * @param names a regular expression over whole names, {@code broker-.*}
   */
  public void add(String names, Behaviour behaviour) {
    change(names, usual -> behaviour);
  }

  /**
   * From now on, tasks with such names behave otherwise than their goal asks for.
   *
   * @param names a regular expression over whole names, {@code broker-.*}
   * @param change makes of the behaviour that the goal asks for what it is
   */
  public void change(String names, UnaryOperator<Behaviour> change) {
    Pattern pattern = Pattern.compile(names);
    rules.add(new Rule(pattern, change, Integer.MAX_VALUE));
    ofLastLaunch.replaceAll(
        (name, before) -> pattern.matcher(name).matches() ? change.apply(usual(name)) : before);
  }

  /** The next so many launches of each task with such a name behave so; those that run do not. */
  public void add(String names, Behaviour behaviour, int launches) {
    rules.add(new Rule(Pattern.compile(names), usual -> behaviour, launches));
  }

  /** Drops the rules for exactly these names, and what running tasks have from them. */
  public void forget(String names) {
    rules.removeIf(rule -> rule.names.pattern().equals(names));
    Pattern pattern = Pattern.compile(names);
    ofLastLaunch.replaceAll(
        (name, before) -> pattern.matcher(name).matches() ? choose(name) : before);
  }

  /** Drops all rules: from now on every task behaves as its goal asks for. */
  public void reset() {
    rules.clear();
    ofLastLaunch.replaceAll((name, before) -> usual(name));
  }

  @Override
  public Life lifeOf(TaskInfo task) {
    Behaviour chosen = choose(task.name());
    ofLastLaunch.put(task.name(), chosen);
    return chosen.life();
  }

  private Behaviour choose(String name) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      if (rule.isFor(name)) {
        rule.use(name);
        return rule.change.apply(usual(name));
      }
    }
    return usual(name);
  }

  private Behaviour usual(String name) {
    return latestFirst.stream()
        .flatMap(spec -> usual(name, spec).stream())
        .findFirst()
        .orElseGet(Behaviour::running);
  }

  private static Optional<Behaviour> usual(String name, ServiceSpec spec) {
    for (Map.Entry<String, PodSpec> pod : spec.pods().entrySet()) {
      for (TaskSpec task : pod.getValue().tasks().values()) {
        if (name.startsWith(pod.getKey() + "-") && name.endsWith("-" + task.name())) {
          return Optional.of(
              switch (task.goal()) {
                case RUNNING -> Behaviour.running();
                case FINISH, ONCE -> Behaviour.finishing();
              });
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public int probe(TaskInfo task, Probe probe, Duration sinceStart) {
    boolean passes = passes(task, probe, sinceStart);
    return probe.accept(new Value(passes));
  }

  private Behaviour behaviour(TaskInfo task) {
    return ofLastLaunch.getOrDefault(task.name(), Behaviour.running());
  }

  private boolean passes(TaskInfo task, Probe probe, Duration sinceStart) {
    Behaviour behaviour = behaviour(task);
    return isReadiness(task, probe)
        ? sinceStart.compareTo(behaviour.readyAfter()) >= 0
        : sinceStart.compareTo(behaviour.unhealthyAfter()) < 0;
  }

  private static boolean isReadiness(TaskInfo task, Probe probe) {
    return task.check() != null && probe.equals(task.check().probe());
  }

  @Override
  public Duration probeSteadyFor(TaskInfo task, Probe probe, Duration sinceStart) {
    Behaviour behaviour = behaviour(task);
    Duration turn = isReadiness(task, probe) ? behaviour.readyAfter() : behaviour.unhealthyAfter();
    return sinceStart.compareTo(turn) >= 0 ? FOREVER : turn.minus(sinceStart);
  }

  /** What a probe of each kind gives. */
  private record Value(boolean passes) implements Probe.Visitor<Integer> {
    @Override
    public Integer command(Probe.Command probe) {
      return passes ? 0 : 1;
    }

    @Override
    public Integer http(Probe.Http probe) {
      return passes ? 200 : 503;
    }

    @Override
    public Integer tcp(Probe.Tcp probe) {
      return passes ? 1 : 0;
    }
  }
}
