package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** {@code uris}: a list of addresses, or of objects that say how one is fetched. */
final class Uris {

  private Uris() {}

  static ImmutableList<UriSpec> decode(Field field) {
    ImmutableList.Builder<UriSpec> uris = ImmutableList.builder();
    for (Field item : field.items()) {
      (item.isMapping() ? item.mapping().flatMap(Uris::object) : address(item).map(UriSpec::of))
          .ifPresent(uris::add);
    }
    return uris.build();
  }

  private static Optional<String> address(Field item) {
    String address = item.text().orElse("").strip();
    if (item.isAbsent() || (address.isEmpty() && !item.isUnknown())) {
      item.warning("an empty address is ignored", "remove the item");
      return Optional.empty();
    }
    return Optional.of(address).filter(text -> isAddress(item, text));
  }

  /** An address that is not fetched as Mesos does by default. */
  private static Optional<UriSpec> object(Fields fields) {
    Field field = fields.field("uri");
    if (field.isAbsent()) {
      field.missing("write the address");
    }
    UriSpec uri =
        new UriSpec(
            field.text().orElse("").strip(),
            fields.field("executable").bool().orElse(false),
            fields.field("extract").bool().orElse(true),
            fields.field("cache").bool().orElse(false),
            fields.field("output-file").textOrBlank());
    fields.finish();
    return Optional.of(uri).filter(found -> isAddress(field, found.value()));
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
