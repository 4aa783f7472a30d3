package dev.mainstay.sdk.spec.yaml;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.UriSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** {@code uris}: a list of addresses, or of objects that say how one is fetched. */
final class Uris {

  /** As {@code Fetcher::basename} of Mesos has them. */
  private static final CharMatcher ILLEGAL = CharMatcher.anyOf("'\\\0");

  private static final String AFTER_SCHEME = "://";

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
    return Optional.of(address).filter(text -> isAddress(item, text, false));
  }

  /** An address that is not fetched as Mesos does by default. */
  private static Optional<UriSpec> object(Fields fields) {
    Field field = fields.field("uri");
    if (field.isAbsent()) {
      field.missing("write the address");
    }
    Field output = fields.field("output-file");
    UriSpec uri =
        new UriSpec(
            field.text().orElse("").strip(),
            fields.field("executable").bool().orElse(false),
            fields.field("extract").bool().orElse(true),
            fields.field("cache").bool().orElse(false),
            output.textOrBlank());
    fields.finish();
    String name = uri.outputFile();
    if (name != null && name.startsWith("/")) {
      output.error("'" + name + "' is not in the sandbox", "write a path without the first '/'");
    }
    return Optional.of(uri).filter(found -> isAddress(field, found.value(), name != null));
  }

  /** There is a path, as Mesos demands, and a name for the file: the path's last part, or given. */
  private static boolean hasFile(String address, boolean named) {
    int scheme = address.indexOf(AFTER_SCHEME);
    if (scheme < 0) {
      return true;
    }
    String rest = address.substring(scheme + AFTER_SCHEME.length());
    int slash = rest.indexOf('/');
    return slash >= 0 && slash + 1 < rest.length() && (named || !rest.endsWith("/"));
  }

  private static boolean isAddress(Field item, String address, boolean named) {
    if (address.isEmpty()) {
      return false;
    }
    if (ILLEGAL.matchesAnyOf(address)) {
      item.error(
          "'" + address + "' has a character that Mesos's fetcher refuses",
          "write it without quotes and backslashes, as '%27' and '%5C'");
      return false;
    }
    if (!hasFile(address, named)) {
      item.error("'" + address + "' names no file", "write it as 'https://host/path'");
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
