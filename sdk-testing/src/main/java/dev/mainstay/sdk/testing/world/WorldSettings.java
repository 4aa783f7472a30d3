package dev.mainstay.sdk.testing.world;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.local.model.AgentSpec;
import dev.mainstay.sdk.local.model.ClusterSettings.Equipment;
import dev.mainstay.sdk.local.model.ContainerScript;
import dev.mainstay.sdk.service.Framework;
import dev.mainstay.sdk.spec.yaml.LoadedSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * What a world begins with.
 *
 * @param framework the extension points that the service uses
 * @param spec the service's
 * @param agents that are there from the start
 * @param equipment what agents can do for a container
 * @param script how containers behave
 * @param seed of all that the world leaves to chance
 * @param start the world's first moment
 * @param networkDelay one way between a scheduler and the master
 * @param storeDelay of one write
 * @param restartDelay from the end of a scheduler's process to the start of the next
 * @param tampering around the core, the store and the sender
 */
public record WorldSettings(
    Framework framework,
    LoadedSpec spec,
    ImmutableList<AgentSpec> agents,
    Equipment equipment,
    ContainerScript script,
    long seed,
    Instant start,
    Duration networkDelay,
    Duration storeDelay,
    Duration restartDelay,
    Tampering tampering) {

  /** Any moment will do, so that traces of different days can be compared. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** A cluster in one room, with a ZooKeeper beside it. */
  public static WorldSettings of(
      Framework framework,
      LoadedSpec spec,
      ImmutableList<AgentSpec> agents,
      ContainerScript script) {
    return new WorldSettings(
        framework,
        spec,
        agents,
        Equipment.CONTAINERS,
        script,
        0,
        START,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofSeconds(5),
        Tampering.NONE);
  }

  public WorldSettings withSeed(long newSeed) {
    return new WorldSettings(
        framework,
        spec,
        agents,
        equipment,
        script,
        newSeed,
        start,
        networkDelay,
        storeDelay,
        restartDelay,
        tampering);
  }

  public WorldSettings withEquipment(Equipment newEquipment) {
    return new WorldSettings(
        framework,
        spec,
        agents,
        newEquipment,
        script,
        seed,
        start,
        networkDelay,
        storeDelay,
        restartDelay,
        tampering);
  }

  public WorldSettings withTampering(Tampering newTampering) {
    return new WorldSettings(
        framework,
        spec,
        agents,
        equipment,
        script,
        seed,
        start,
        networkDelay,
        storeDelay,
        restartDelay,
        newTampering);
  }
}
