package dev.mainstay.sdk.launch;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.IdSource;
import dev.mainstay.sdk.base.OperationId;
import dev.mainstay.sdk.evaluate.OfferPool;
import dev.mainstay.sdk.mesos.DiskInfo;
import dev.mainstay.sdk.mesos.Operation;
import dev.mainstay.sdk.mesos.Resource;
import dev.mainstay.sdk.state.ReleasedRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives released resources back where they are offered: destroys their volumes, then takes their
 * reservations off.
 *
 * @param operations DESTROY and UNRESERVE for each, in order
 * @param records the released records with the ids of the operations that were sent for them
 */
public record Cleanup(ImmutableList<Operation> operations, ImmutableList<ReleasedRecord> records) {

  /**
   * The clean-up of what the pool offers of these records; it then is free there, but for volumes.
   *
   * @param released of the pool's agent
   */
  public static Cleanup of(List<ReleasedRecord> released, OfferPool pool, IdSource ids) {
    List<Operation> operations = new ArrayList<>();
    List<ReleasedRecord> records = new ArrayList<>();
    for (ReleasedRecord record : released) {
      ImmutableList<Resource> offered = pool.reserved(record.id());
      if (offered.isEmpty()) {
        continue;
      }
      ImmutableList<Resource> volumes =
          offered.stream()
              .filter(resource -> resource.persistence().isPresent())
              .collect(ImmutableList.toImmutableList());
      if (!volumes.isEmpty()) {
        operations.add(new Operation.Destroy(new OperationId(ids.next().toString()), volumes));
      }
      OperationId unreserve = new OperationId(ids.next().toString());
      operations.add(
          new Operation.Unreserve(
              unreserve,
              offered.stream()
                  .map(Cleanup::withoutVolume)
                  .collect(ImmutableList.toImmutableList())));
      records.add(record.withUnreserving(unreserve));
      pool.giveBack(record.id());
    }
    return new Cleanup(ImmutableList.copyOf(operations), ImmutableList.copyOf(records));
  }

  private static Resource withoutVolume(Resource resource) {
    if (resource.persistence().isEmpty() || resource.disk() == null) {
      return resource;
    }
    DiskInfo.Source source = resource.disk().source();
    return resource.withDisk(source == null ? null : new DiskInfo(null, null, source));
  }
}
