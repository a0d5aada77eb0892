package io.vestnik.model;

/// What a message's content is (protocol §5). So far text alone.
public enum ContentType implements Wire {
  TEXT
}
