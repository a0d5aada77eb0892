package io.vestnik.tidy;

/// Where a rule is broken, and what to do instead.
record Finding(String path, long line, String instead) {

  @Override
  public String toString() {
    return path + ":" + line + ": " + instead;
  }
}
