package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.spec.TaskSpec.TransportEncryptionSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;

/** {@code transport-encryption}: a list of certificates. */
final class TransportEncryptionDecoder {

  private TransportEncryptionDecoder() {}

  static ImmutableList<TransportEncryptionSpec> decode(Field field) {
    ImmutableList.Builder<TransportEncryptionSpec> certificates = ImmutableList.builder();
    for (Field item : field.items()) {
      if (item.isAbsent()) {
        item.error("the certificate is empty", "give it 'name' and 'type'");
      }
      item.mapping().ifPresent(fields -> certificates.add(certificate(fields)));
    }
    return certificates.build();
  }

  private static TransportEncryptionSpec certificate(Fields fields) {
    fields.ignored("mount-path", "the files are in the sandbox");
    fields.ignored("secret", "certificates are made for each task");
    fields.ignored("provisioning", "certificates are made for each task");
    TransportEncryptionSpec certificate =
        new TransportEncryptionSpec(
            fields.field("name").filledText().required("say how its files are called"),
            fields
                .field("type")
                .oneOf(TransportEncryptionSpec.Kind.class)
                .required("write TLS for PEM files, or KEYSTORE for Java key stores"));
    fields.finish();
    return certificate;
  }
}
