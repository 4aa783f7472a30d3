package dev.mainstay.sdk.mesos;

/** How an operation stands; names are those of Mesos without {@code OPERATION_}. */
public enum OperationState {
  UNSUPPORTED,
  PENDING,
  FINISHED,
  FAILED,
  ERROR,
  DROPPED,
  UNREACHABLE,
  GONE_BY_OPERATOR,
  RECOVERING,
  UNKNOWN
}
