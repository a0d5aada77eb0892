package io.vestnik.client;

import io.vestnik.model.Clock;
import java.util.random.RandomGenerator;

/// What all parts of one client share.
record Parts(Loop loop, Clock clock, Alarms alarms, RandomGenerator random, Settings settings) {
  Backoff backoff() {
    return new Backoff(settings.firstRetry(), settings.longestRetry(), random);
  }
}
