package dev.mainstay.sdk.local.model;

/** What a visitor returns that is there for what it does. */
enum Done {
  DONE
}
