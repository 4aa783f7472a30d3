package dev.mainstay.sdk.mesos.wire;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/** A fixed list of masters, tried in turn. */
public record StaticMasters(ImmutableList<MasterAddress> masters) implements MasterDetector {

  public StaticMasters {
    if (masters.isEmpty()) {
      throw new IllegalArgumentException("no address of a master is given");
    }
  }

  /** Reads addresses with commas between them. */
  public static StaticMasters parse(String text) {
    return new StaticMasters(
        Splitter.on(',')
            .trimResults()
            .omitEmptyStrings()
            .splitToStream(text)
            .map(MasterAddress::parse)
            .collect(ImmutableList.toImmutableList()));
  }

  @Override
  public MasterAddress detect(int failures) {
    return masters.get(failures % masters.size());
  }

  @Override
  public void close() {}
}
