package dev.mainstay.sdk.mesos.wire;

/** What became of a call to the master. That it was accepted does not say that it had an effect. */
public sealed interface CallOutcome {

  /** The master took it: 202, or 200 for UPDATE_FRAMEWORK. */
  record Accepted(int status) implements CallOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.accepted(this);
    }
  }

  /** The master answered with another status; {@code message} is its body, usually a sentence. */
  record Refused(int status, String message) implements CallOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.refused(this);
    }
  }

  /** It never reached the master. */
  record NotSent(String reason) implements CallOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.notSent(this);
    }
  }

  /** It was sent, and no answer came: the master may or may not have taken it. */
  record Unknown(String reason) implements CallOutcome {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unknown(this);
    }
  }

  <R> R accept(Visitor<R> visitor);

  /** One case for each outcome. */
  interface Visitor<R> {
    R accepted(Accepted outcome);

    R refused(Refused outcome);

    R notSent(NotSent outcome);

    R unknown(Unknown outcome);
  }
}
