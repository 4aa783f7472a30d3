package dev.mainstay.sdk.state;

/** One keyed piece of durable state. A newer record with the same key replaces the older one. */
public sealed interface StateRecord
    permits FrameworkRecord,
        TargetRecord,
        ConfigurationRecord,
        PodRecord,
        ReleasedRecord,
        PlanRunRecord,
        UninstallRecord,
        HistoryRecord {

  RecordKey key();

  <R> R accept(Visitor<R> visitor);

  /** One case for each family. */
  interface Visitor<R> {
    R framework(FrameworkRecord record);

    R target(TargetRecord record);

    R configuration(ConfigurationRecord record);

    R pod(PodRecord record);

    R released(ReleasedRecord record);

    R planRun(PlanRunRecord record);

    R uninstall(UninstallRecord record);

    R history(HistoryRecord record);
  }
}
