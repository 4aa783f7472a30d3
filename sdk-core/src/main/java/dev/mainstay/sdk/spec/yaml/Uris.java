package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.UriSpec;
import java.net.URI;
import java.net.URISyntaxException;

/** {@code uris}: a list of addresses. */
final class Uris {

  private Uris() {}

  static ImmutableList<UriSpec> decode(Field field) {
    ImmutableList.Builder<UriSpec> uris = ImmutableList.builder();
    for (Field item : field.items()) {
      String address = item.text().orElse("").strip();
      if (item.isAbsent() || (address.isEmpty() && !item.isUnknown())) {
        item.warning("an empty address is ignored", "remove the item");
      } else if (isAddress(item, address)) {
        uris.add(UriSpec.of(address));
      }
    }
    return uris.build();
  }

  private static boolean isAddress(Field item, String address) {
    if (address.isEmpty()) {
      return false;
    }
    // What follows is a path as it is, blanks and all: Mesos's fetcher only takes the scheme off.
    if (address.startsWith("file://")) {
      return true;
    }
    try {
      URI unused = new URI(address);
      return true;
    } catch (URISyntaxException e) {
      item.error(
          "'" + address + "' is not an address: " + e.getReason(),
          "write it as 'https://host/path'");
      return false;
    }
  }
}
