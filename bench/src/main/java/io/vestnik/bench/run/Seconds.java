package io.vestnik.bench.run;

/// How long a load runs: first unmeasured, then measured.
public record Seconds(int warmup, int measured) {}
