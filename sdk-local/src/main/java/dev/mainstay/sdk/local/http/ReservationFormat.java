package dev.mainstay.sdk.local.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;

/**
 * The forms in which Mesos shows reservations (convertResourceFormat in
 * src/common/resources_utils): schedulers without RESERVATION_REFINEMENT get the old fields only,
 * endpoints for people get both.
 */
enum ReservationFormat {
  /** {@code role} and {@code reservation}. */
  OLD,
  /** The stack, and the old fields beside it where they can say the same. */
  ENDPOINT;

  private static final String ANY_ROLE = "*";

  /** A message with all its resources in this form. */
  Message apply(Message message) {
    if (message instanceof Resource resource) {
      return convert(resource);
    }
    Message.Builder changed = null;
    for (var entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
        continue;
      }
      Object converted =
          field.isRepeated()
              ? ((List<?>) entry.getValue()).stream().map(one -> apply((Message) one)).toList()
              : apply((Message) entry.getValue());
      if (!converted.equals(entry.getValue())) {
        changed = changed == null ? message.toBuilder() : changed;
        changed.setField(field, converted);
      }
    }
    return changed == null ? message : changed.build();
  }

  @SuppressWarnings("deprecation")
  private Resource convert(Resource resource) {
    Resource.Builder converted = resource.toBuilder();
    if (resource.getReservationsCount() > 1) {
      return resource; // a refined reservation has no old form
    }
    if (resource.getReservationsCount() == 0) {
      return converted.setRole(ANY_ROLE).build();
    }
    Resource.ReservationInfo only = resource.getReservations(0);
    converted.setRole(only.getRole());
    if (only.getType() == Resource.ReservationInfo.Type.DYNAMIC) {
      converted.setReservation(only.toBuilder().clearType().clearRole());
    }
    return switch (this) {
      case OLD -> converted.clearReservations().build();
      case ENDPOINT -> converted.build();
    };
  }
}
