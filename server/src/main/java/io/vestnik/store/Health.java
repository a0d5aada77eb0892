package io.vestnik.store;

/// Whether the storage works, as its last use has shown: a full disk, a damaged or a locked file
/// make it unfit, and the next use that succeeds makes it fit again.
final class Health {
  private volatile boolean writesFail;
  private volatile boolean readsFail;

  void wrote(boolean well) {
    writesFail = !well;
  }

  void read(boolean well) {
    readsFail = !well;
  }

  boolean writesFail() {
    return writesFail;
  }

  boolean isFit() {
    return !writesFail && !readsFail;
  }
}
